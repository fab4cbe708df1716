using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>What the package's targets make of <c>StaticNetInstructionSet</c>, without the native compiler.</summary>
[Collection(nameof(PackageCollection))]
public sealed class InstructionSetTests(InstructionSetTests.RestoredConsumer consumer)
    : IClassFixture<InstructionSetTests.RestoredConsumer>
{
    [Theory]
    [InlineData("linux-x64", "x86-x64-v3", "", "x86-x64-v3")]
    [InlineData("linux-musl-x64", "x86-x64-v4", "", "x86-x64-v4")]
    [InlineData("win-x64", "native", "", "native")]
    [InlineData("linux-x64", "none", "", "")]
    [InlineData("linux-x64", "x86-x64-v3", "avx2,fma", "avx2,fma")]
    [InlineData("linux-x64", "", "avx2,fma", "avx2,fma")]
    [InlineData("linux-arm64", "x86-x64-v3", "", "")]
    [InlineData("osx-arm64", "", "", "")]
    public void The_property_reaches_the_native_compiler(string runtime, string property, string own, string expected)
    {
        (string instructionSet, string printed) = Choose(runtime, property, own);
        instructionSet.ShouldBe(expected);
        printed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    public void Without_the_property_a_warning_names_it(string runtime)
    {
        (string instructionSet, string printed) = Choose(runtime, "", "");
        instructionSet.ShouldBeEmpty();
        printed.ShouldContain("warning SN1001");
        printed.ShouldContain("<StaticNetInstructionSet>x86-x64-v3</StaticNetInstructionSet>");
    }

    private (string InstructionSet, string Printed) Choose(string runtime, string property, string own)
    {
        string result = Path.Combine(consumer.Project.Path, "result.txt");
        string[] ownArgument = own.Length == 0 ? [] : [$"-p:IlcInstructionSet={own.Replace(",", "%2c")}"];
        string printed = consumer.Project.Run(
        [
            "msbuild", "-target:StaticNetChooseInstructionSet",
            "-getProperty:IlcInstructionSet", $"-getResultOutputFile:{result}",
            "-p:TargetFramework=net10.0", $"-p:RuntimeIdentifier={runtime}", $"-p:StaticNetInstructionSet={property}",
            .. ownArgument,
        ]);
        return (File.ReadAllText(result).Trim(), printed);
    }

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
