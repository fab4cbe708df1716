using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>Projects in languages that the generator does not write, and in C# with the strictest rules.</summary>
[Collection(nameof(PackageCollection))]
public sealed class LanguageTests(PackageUnderTest package)
{
    private const string Target = "-target:StaticNetCheckLanguage";
    private const string FSharp = "module Game\n\nopen StaticNet\n\n[<Network; Input(2); Dense(2)>]\ntype Net() = class end\n";
    private const string VisualBasic = "Imports StaticNet\n\n<Network, Input(2), Dense(2)>\nPublic Class Net\nEnd Class\n";

    [Theory]
    [InlineData("Game.fsproj", "Game.fs", FSharp)]
    [InlineData("Game.vbproj", "Game.vb", VisualBasic)]
    public void Projects_in_other_languages_are_warned_once_and_can_silence_it(string project, string name, string source)
    {
        string item = project.EndsWith(".fsproj") ? $"""<Compile Include="{name}" />""" : "";
        using var consumer = new ConsumerProject(package, (project, ConsumerProject.ProjectFile(items: item)), (name, source));

        string output = consumer.Run("build");
        output.ShouldContain("1 Warning(s)");
        output.ShouldContain("warning SN1003");
        output.ShouldContain("Declare networks in a C# project");
        output.ShouldContain("ProjectReference");
        output.ShouldNotContain("SN1002");

        consumer.Run("msbuild", Target, "-p:NoWarn=SN1003").ShouldNotContain("SN1003");
    }

    [Fact]
    public void A_project_that_does_as_the_warning_says_is_not_warned()
    {
        const string game =
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Networks/Networks.csproj" /></ItemGroup>
            </Project>
            """;
        using var consumer = new ConsumerProject(
            package,
            ("Networks/Networks.csproj", ConsumerProject.ProjectFile()),
            ("Game/Game.fsproj", game));
        consumer.Run("restore", "Game");

        consumer.Run("msbuild", "Game", Target).ShouldNotContain("SN1003");
    }

    [Fact]
    public void An_old_version_of_CSharp_is_one_error()
    {
        using var consumer = new ConsumerProject(
            package,
            ("Game.csproj", ConsumerProject.ProjectFile("<LangVersion>7.3</LangVersion>")),
            ("Net.cs", "[StaticNet.Network, StaticNet.Input(2), StaticNet.Dense(2)] public sealed partial class Net { }"));

        string output = consumer.RunFailing("build");
        output.ShouldContain("error SN0024");
        output.ShouldContain("C# 7.3");
        output.ShouldContain("1 Error(s)");
        output.ShouldContain("0 Warning(s)");
    }

    [Fact]
    public void A_compliant_assembly_with_the_strictest_rules_and_long_names_builds()
    {
        const string properties =
            """
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors><AnalysisMode>All</AnalysisMode><Nullable>enable</Nullable>
            <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><NoWarn>CA1819;CA1515</NoWarn>
            """;
        string name = new('\u7db2', 89);
        string source =
            $$"""
            using StaticNet;

            [assembly: System.CLSCompliant(true)]
            [assembly: System.Runtime.InteropServices.ComVisible(false)]

            namespace Game;

            [Network(BatchCapacity = 2), Input(1, 8, 8), Conv2D(2, 3, Strides = new[] { 2, 1 }), Flatten, Dropout(0.5f), Dense(3), SoftmaxCrossEntropy]
            public sealed partial class {{name}};

            public sealed class Brain
            {
                public {{name}} Network { get; } = new(seed: 1);

                public {{name}}.Trainer Train(Optimizer optimizer) => new(Network, optimizer);
            }
            """;
        using var consumer = new ConsumerProject(package, ("Game.csproj", ConsumerProject.ProjectFile(properties)), ("Net.cs", source));

        consumer.Run("build", "--configuration", "Release").ShouldContain("0 Warning(s)");
        Directory.GetFiles(consumer.Path, "*.g.cs", SearchOption.AllDirectories)
            .Count(file => Path.GetFileName(file).Contains("\u7db2\u7db2")).ShouldBe(6);
    }
}
