using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>What the package's targets make of <c>StaticNetInstructionSet</c>, without the native compiler.</summary>
[Collection(nameof(PackageCollection))]
public sealed class InstructionSetTests(InstructionSetTests.RestoredConsumer consumer)
    : IClassFixture<InstructionSetTests.RestoredConsumer>
{
    private const string ResolvedCompiler =
        """
        <Project>
          <ItemGroup>
            <ResolvedILCompilerPack Include="runtime.linux-x64.Microsoft.DotNet.ILCompiler" NuGetPackageVersion="$(TestCompilerVersion)" />
          </ItemGroup>
        </Project>
        """;

    [Theory]
    [InlineData("linux-x64", "x86-64-v3", "", "x86-64-v3")]
    [InlineData("linux-musl-x64", "x86-x64-v4", "", "x86-64-v4")]
    [InlineData("win-x64", "native", "", "native")]
    [InlineData("linux-x64", "none", "", "")]
    [InlineData("linux-x64", "x86-64-v3", "avx2,fma", "avx2,fma")]
    [InlineData("linux-x64", "x86-64-v3", "x86-x64-v3", "x86-x64-v3")]
    [InlineData("linux-x64", "", "avx2,fma", "avx2,fma")]
    [InlineData("linux-arm64", "x86-64-v3", "", "")]
    [InlineData("osx-arm64", "", "", "")]
    public void The_property_reaches_the_native_compiler(string runtime, string property, string own, string expected)
    {
        (string instructionSet, string printed) = Choose(runtime, property, own);
        instructionSet.ShouldBe(expected);
        printed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("net8.0", "x86-64-v3", "x86-x64-v3")]
    [InlineData("net8.0", "X86-X64-V4", "x86-x64-v4")]
    [InlineData("net9.0", "x86-64-v2", "x86-x64-v2")]
    [InlineData("net9.0", "x86-x64-v3", "x86-x64-v3")]
    [InlineData("net10.0", "x86-x64-v3", "x86-64-v3")]
    [InlineData("net10.0", "X86-64-V2", "x86-64-v2")]
    [InlineData("net10.0", "x86-x64", "x86-64")]
    [InlineData("net9.0", "x86-64", "x86-x64")]
    [InlineData("net11.0", "x86-x64-v3", "x86-64-v3")]
    [InlineData("net10.0", "Native", "native")]
    [InlineData("net9.0", "NATIVE", "native")]
    [InlineData("net10.0", "None", "")]
    [InlineData("net10.0", "x86-x64-v3,aes", "x86-64-v3,aes")]
    [InlineData("net9.0", " AVX2, x86-64-v2;+fma,-avx ", "avx2,x86-x64-v2,+fma,-avx")]
    public void Either_spelling_is_mapped_to_that_of_the_framework(string framework, string property, string expected)
    {
        (string instructionSet, string printed) = Choose("linux-x64", property, "", $"-p:TargetFrameworkVersion=v{framework[3..]}");
        instructionSet.ShouldBe(expected);
        printed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("net9.0", "10.0.1", "x86-x64-v3", "x86-64-v3")]
    [InlineData("net10.0", "9.0.20", "x86-64-v3", "x86-x64-v3")]
    [InlineData("net10.0", "11.0.0-preview.1.2", "x86-x64-v3", "x86-64-v3")]
    public void A_native_compiler_of_another_version_decides(string framework, string version, string property, string expected)
    {
        string targets = Path.Combine(consumer.Project.Path, "ResolvedCompiler.targets");
        File.WriteAllText(targets, ResolvedCompiler);
        (string instructionSet, _) = Choose(
            "linux-x64", property, "", $"-p:TargetFrameworkVersion=v{framework[3..]}", $"-p:TestCompilerVersion={version}",
            $"-p:CustomAfterMicrosoftCommonTargets={targets}");
        instructionSet.ShouldBe(expected);
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    public void Without_the_property_a_warning_names_it(string runtime)
    {
        (string instructionSet, string printed) = Choose(runtime, "", "");
        instructionSet.ShouldBeEmpty();
        printed.ShouldContain("warning SN1001");
        printed.ShouldContain("<StaticNetInstructionSet>x86-64-v3</StaticNetInstructionSet>");
    }

    private (string InstructionSet, string Printed) Choose(string runtime, string property, string own, params string[] more)
    {
        string result = Path.Combine(consumer.Project.Path, "result.txt");
        string[] ownArgument = own.Length == 0 ? [] : [$"-p:IlcInstructionSet={Escape(own)}"];
        string printed = consumer.Project.Run(
        [
            "msbuild", "-target:StaticNetChooseInstructionSet",
            "-getProperty:IlcInstructionSet", $"-getResultOutputFile:{result}",
            "-p:TargetFramework=net10.0", $"-p:RuntimeIdentifier={runtime}", $"-p:StaticNetInstructionSet={Escape(property)}",
            .. ownArgument, .. more,
        ]);
        return (File.ReadAllText(result).Trim(), printed);
    }

    private static string Escape(string value) => value.Replace(",", "%2c").Replace(";", "%3b");

    /// <summary>The consumer, restored once for all tests: what a package brings to a build is known from then on.</summary>
    public sealed class RestoredConsumer : IDisposable
    {
        public RestoredConsumer(PackageUnderTest package)
        {
            Project = new ConsumerProject(package);
            Project.Run("restore");
        }

        internal ConsumerProject Project { get; }

        public void Dispose() => Project.Dispose();
    }
}
