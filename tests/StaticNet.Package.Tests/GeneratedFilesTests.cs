using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>Generated code that is checked in beside the project's own, with the properties that the documentation gives.</summary>
[Collection(nameof(PackageCollection))]
public sealed class GeneratedFilesTests(PackageUnderTest package)
{
    private const string Network = "using StaticNet; namespace Game { [Network, Input(2), Dense(2)] public sealed partial class Pilot { } }";

    [Fact]
    public void Generated_files_lie_beside_the_projects_own_and_builds_go_on()
    {
        string project = ConsumerProject.ProjectFile().Replace("</Project>", PropertiesOfThePage() + "</Project>");
        using var consumer = new ConsumerProject(package, ("Game.csproj", project), ("Pilot.cs", Network));

        consumer.Run("build", "--configuration", "Release").ShouldContain("0 Warning(s)");
        string[] files = Files(consumer);
        files.ShouldContain("Game.Pilot.g.cs");
        files.ShouldContain("Game.Pilot.Programs.g.cs");
        files.ShouldContain("Game.Pilot.Scalar.g.cs");

        // The files are there now, and must not be compiled beside what is generated again.
        File.AppendAllText(Path.Combine(consumer.Path, "Pilot.cs"), "// another build");
        consumer.Run("build", "--configuration", "Release").ShouldContain("0 Warning(s)");
        Files(consumer).ShouldBe(files);
    }

    [Fact]
    public void A_project_may_ask_for_fewer_kinds_of_code()
    {
        const string files = "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><CompilerGeneratedFilesOutputPath>Generated</CompilerGeneratedFilesOutputPath>";
        const string own = "<ItemGroup><Compile Remove=\"Generated/**\" /></ItemGroup>";
        string project = ConsumerProject.ProjectFile(files + "<StaticNetTiers>Vector256; scalar</StaticNetTiers>").Replace("</Project>", own + "</Project>");
        using var consumer = new ConsumerProject(package, ("Game.csproj", project), ("Pilot.cs", Network));

        consumer.Run("build", "--configuration", "Release").ShouldContain("0 Warning(s)");
        Files(consumer).ShouldBe(["Game.Pilot.g.cs", "Game.Pilot.Programs.g.cs", "Game.Pilot.Scalar.g.cs", "Game.Pilot.Vector256.g.cs"], ignoreOrder: true);

        string output = consumer.RunFailing("build", "--configuration", "Release", "-p:StaticNetTiers=AVX2");
        output.ShouldContain("error SN1004");
        output.ShouldContain("StaticNetTiers is 'AVX2'");
    }

    private static string[] Files(ConsumerProject consumer) =>
        [.. Directory.GetFiles(Path.Combine(consumer.Path, "Generated"), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order()];

    /// <summary>What stands on the page between the fences of its second piece of a project file.</summary>
    private static string PropertiesOfThePage()
    {
        string page = File.ReadAllText(Path.Combine(PackageUnderTest.RepositoryRoot, "docs", "generated-code.md"));
        string block = page.Split("```xml\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])
            .First(block => block.Contains("CompilerGeneratedFilesOutputPath"));
        block.ShouldContain("<Compile Remove=");
        return block;
    }
}
