using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using StaticNet.Package.Tests.Infrastructure;
using static System.Diagnostics.DebuggableAttribute;

namespace StaticNet.Package.Tests;

/// <summary>What Debug builds are told about their speed (SN1002), and what <c>StaticNetOptimizeDebug</c> makes of them.</summary>
[Collection(nameof(PackageCollection))]
public sealed class DebugBuildTests(PackageUnderTest package)
{
    private const string Network =
        """
        using StaticNet;
        namespace Networks { [Network(BatchCapacity = 1), Input(2), Dense(2)] public sealed partial class Net { } }
        """;

    // What csc writes of its own accord.
    private const DebuggingModes Unoptimised =
        DebuggingModes.Default | DebuggingModes.DisableOptimizations | DebuggingModes.IgnoreSymbolStoreSequencePoints | DebuggingModes.EnableEditAndContinue;

    private const string Property = "<StaticNetOptimizeDebug>true</StaticNetOptimizeDebug>";

    // For two frameworks, each of which is compiled.
    private const string ForTwoFrameworks = "<TargetFramework></TargetFramework><TargetFrameworks>net8.0;net10.0</TargetFrameworks>";

    [Fact]
    public void A_debug_build_is_told_once_how_to_be_fast_and_is_so_where_it_wants()
    {
        using var consumer = new ConsumerProject(
            package, ("Networks.csproj", ConsumerProject.ProjectFile(ForTwoFrameworks)), ("Net.cs", Network));

        Messages(consumer.Run("build")).ShouldHaveSingleItem().ShouldContain(Property);
        Modes(consumer, "net8.0").ShouldBe(Unoptimised);
        Modes(consumer, "net10.0").ShouldBe(Unoptimised);

        // The same folder, so that the change of the property alone must have it compiled anew.
        string fast = consumer.Run("build", "-p:StaticNetOptimizeDebug=true");
        fast.ShouldContain("0 Warning(s)");
        Messages(fast).ShouldBeEmpty();
        Modes(consumer, "net8.0").ShouldBe(DebuggingModes.IgnoreSymbolStoreSequencePoints);
        Modes(consumer, "net10.0").ShouldBe(DebuggingModes.IgnoreSymbolStoreSequencePoints);
    }

    [Fact]
    public void Builds_that_are_optimised_or_need_not_be_are_left_alone()
    {
        using var consumer = new ConsumerProject(package, ("Networks.csproj", ConsumerProject.ProjectFile()), ("Net.cs", Network));
        consumer.Run("restore");

        Choose(consumer).ShouldBe((true, false), "Debug");
        Choose(consumer, "-p:StaticNetOptimizeDebug=true").ShouldBe((false, true), "Debug, optimised when it runs");
        Choose(consumer, "-p:StaticNetOptimizeDebug=false").ShouldBe((false, false), "Debug, slow on purpose");
        Choose(consumer, "-p:Optimize=true").ShouldBe((false, false), "Debug, optimised by the C# compiler");
        Choose(consumer, "-p:Configuration=Release").ShouldBe((false, false), "Release");
        Choose(consumer, "-p:Configuration=Release", "-p:StaticNetOptimizeDebug=true").ShouldBe((false, false), "Release");
        Choose(consumer, "-p:Configuration=Checked").ShouldBe((true, false), "another configuration without optimisation");
        Choose(consumer, "-p:DesignTimeBuild=true").ShouldBe((false, false), "an editor, which shows nobody what is built");
    }

    [Fact]
    public void Only_the_project_that_refers_to_the_package_is_told()
    {
        const string game =
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Networks/Networks.csproj" /></ItemGroup>
            </Project>
            """;
        using var consumer = new ConsumerProject(
            package, ("Networks/Networks.csproj", ConsumerProject.ProjectFile()), ("Game/Game.csproj", game));
        consumer.Run("restore", "Game");

        Choose(consumer, "Networks").ShouldBe((true, false));
        Choose(consumer, "Game").ShouldBe((false, false));
    }

    /// <summary>Whether the build prints the message, and whether it compiles the attribute, without compiling anything.</summary>
    private static (bool IsTold, bool IsFast) Choose(ConsumerProject consumer, params string[] arguments)
    {
        string result = Path.Combine(consumer.Path, "result.txt");
        string output = consumer.Run(
        [
            "msbuild", "-verbosity:minimal", "-target:ResolveLockFileAnalyzers;StaticNetOptimizeDebugBuild", "-getItem:Compile",
            $"-getResultOutputFile:{result}", .. arguments,
        ]);
        return (Messages(output).Length > 0, File.ReadAllText(result).Contains("StaticNet.OptimizeDebug"));
    }

    private static string[] Messages(string output) => [.. output.Split('\n').Where(line => line.Contains("SN1002"))];

    private static DebuggingModes Modes(ConsumerProject consumer, string framework) =>
        Modes(Path.Combine(consumer.Path, "bin", "Debug", framework, "Networks.dll"));

    /// <summary>What the one DebuggableAttribute of an assembly says to the runtime.</summary>
    private static DebuggingModes Modes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        CustomAttribute attribute = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(metadata.GetCustomAttribute)
            .Where(one => IsDebuggable(metadata, one))
            .ShouldHaveSingleItem();

        // Two bytes of prologue, then the constructor's argument.
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return (DebuggingModes)value.ReadInt32();
    }

    private static bool IsDebuggable(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        MemberReference constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        return constructor.Parent.Kind == HandleKind.TypeReference
            && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent).Name) == nameof(DebuggableAttribute);
    }
}
