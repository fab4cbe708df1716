using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

public class TargetReadingTests
{
    private const string Net8 =
        """
        namespace System.Runtime.Intrinsics
        {
            public static class Vector128 { public static void LoadUnsafe() { } }
            public static class Vector256 { public static void LoadUnsafe() { } }
            public static class Vector512 { public static void LoadUnsafe() { } }
        }
        namespace System.Runtime.Intrinsics.X86 { public class Avx2 { } public class Fma { } public class Avx512F { } }
        """;

    [Fact]
    public void TheRunningFrameworkHasEverything() =>
        GeneratorRun.Of("[StaticNet.Network] partial class Net;").Spec.Target.ShouldBe(TargetCapabilities.All);

    [Fact]
    public void NetStandardHasNothing() => Read("").ShouldBe(new TargetCapabilities(false, false, false, false, false));

    [Fact]
    public void Net8HasNoMultiplyAddEstimate() => Read(Net8).ShouldBe(new TargetCapabilities(true, true, true, false, false));

    [Fact]
    public void TheFirstVectorsHadNoOperations() =>
        Read(Net8.Replace("LoadUnsafe", "Create")).ShouldBe(new TargetCapabilities(false, false, false, false, false));

    [Fact]
    public void InternalTypesCannotBeNamed() =>
        Read(Net8.Replace("public class Avx512F", "internal class Avx512F")).ShouldBe(new TargetCapabilities(false, true, true, false, false));

    [Fact]
    public void Static_members_of_interfaces_take_a_version_of_CSharp() => GeneratorRun.Of(
        GeneratorRun.Compile(["[StaticNet.Network] partial class Net { }"], LanguageVersion.CSharp10)).Spec.Target.StaticAbstracts.ShouldBeFalse();

    [Theory]
    [InlineData("", true, true, true)]
    [InlineData("vector256", false, true, false)]
    [InlineData("vector512, vector128", true, false, true)]
    [InlineData("scalar", false, false, false)]
    public void A_project_may_ask_for_fewer_tiers(string tiers, bool vector512, bool vector256, bool vector128) =>
        TierSelection.Limit(TargetCapabilities.All, tiers).ShouldBe(new TargetCapabilities(vector512, vector256, vector128, true));

    [Fact]
    public void It_gets_no_more_than_its_framework_has() =>
        TierSelection.Limit(new TargetCapabilities(false, false, true, false), "vector512,vector128").ShouldBe(new TargetCapabilities(false, false, true, false));

    private static TargetCapabilities Read(string source) =>
        TargetReader.Read(CSharpCompilation.Create("Target", [CSharpSyntaxTree.ParseText(source)]));
}
