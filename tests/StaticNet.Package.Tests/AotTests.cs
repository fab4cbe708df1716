using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using StaticNet.Package.Tests.Infrastructure;
using StaticNet.Tests.Shared;

namespace StaticNet.Package.Tests;

/// <summary>
/// The consumer published with NativeAOT, for frameworks whose native compilers spell instruction sets differently. That takes a
/// native linker and half a minute a test, so that of spellings and levels CI tries those that have to be mapped, and a share of
/// the others.
/// </summary>
[Trait("Category", "Aot")]
[Collection(nameof(PackageCollection))]
public sealed class AotTests(PackageUnderTest package)
{
    private const string Switch = "STATICNET_AOT_TESTS";

    [SkippableFact]
    public void Publishing_without_an_instruction_set_warns_and_names_the_property()
    {
        SkipUnlessAsked();
        using var consumer = new ConsumerProject(package);
        string output = Publish(consumer, "net10.0");
        output.ShouldContain("warning SN1001");
        output.ShouldContain("<StaticNetInstructionSet>x86-64-v3</StaticNetInstructionSet>");
        Run(consumer).ShouldContain("AVX2 and FMA: False");
    }

    [SkippableTheory]
    [InlineData("net9.0", "x86-64-v3")]
    [InlineData("net10.0", "x86-x64-v3")]
    public void Either_spelling_gives_AVX2_whatever_the_native_compiler_calls_it(string framework, string instructionSet) =>
        PublishesWithAvx2(framework, instructionSet);

    [SkippableTheory]
    [Trait("Category", "Heavy")]
    [InlineData("net8.0", "x86-64-v3")]
    [InlineData("net8.0", "x86-x64-v3")]
    [InlineData("net9.0", "x86-x64-v3")]
    [InlineData("net9.0", "X86-64-V3")]
    [InlineData("net10.0", "x86-64-v3")]
    [InlineData("net10.0", "X86-X64-V3")]
    [InlineData("net10.0", "x86-x64-v3,aes")]
    [InlineData("net9.0", "native")]
    [InlineData("net10.0", "native")]
    public void So_do_the_others(string framework, string instructionSet)
    {
        HeavyShare.SkipUnlessDrawn($"{nameof(So_do_the_others)}({framework}, {instructionSet})");
        PublishesWithAvx2(framework, instructionSet);
    }

    [SkippableTheory]
    [Trait("Category", "Heavy")]
    [InlineData("net9.0", "x86-64-v2", "AVX2 and FMA: False, AVX-512: False")]
    [InlineData("net10.0", "x86-x64-v2", "AVX2 and FMA: False, AVX-512: False")]
    [InlineData("net9.0", "x86-64-v4", "AVX2 and FMA: True, AVX-512: True")]
    [InlineData("net10.0", "x86-x64-v4", "AVX2 and FMA: True, AVX-512: True")]
    [InlineData("net10.0", "None", "AVX2 and FMA: False, AVX-512: False")]
    public void Other_levels_are_what_they_say(string framework, string instructionSet, string expected)
    {
        HeavyShare.SkipUnlessDrawn($"{nameof(Other_levels_are_what_they_say)}({framework}, {instructionSet})");
        SkipUnlessAsked();
        Skip.If(instructionSet.EndsWith("v4") && !Avx512F.IsSupported, "This processor has no AVX-512.");
        using var consumer = new ConsumerProject(package);
        Publish(consumer, framework, $"-p:StaticNetInstructionSet={instructionSet}").ShouldNotContain("warning");
        Run(consumer).ShouldContain(expected);
    }

    private void PublishesWithAvx2(string framework, string instructionSet)
    {
        SkipUnlessAsked();
        Skip.IfNot(Avx2.IsSupported && Fma.IsSupported, "This processor has no AVX2.");
        using var consumer = new ConsumerProject(package);
        Publish(consumer, framework, $"-p:StaticNetInstructionSet={instructionSet.Replace(",", "%2c")}").ShouldNotContain("warning");
        string output = Run(consumer);
        output.ShouldContain("AVX2 and FMA: True");
        output.ShouldContain("same answers after loading");
    }

    private static string Publish(ConsumerProject consumer, string framework, params string[] properties) => consumer.Run(
    [
        "publish", "--configuration", "Release", "--use-current-runtime", "--output", "published",
        $"-p:ConsumerAotFramework={framework}", .. properties,
    ]);

    private static string Run(ConsumerProject consumer)
    {
        string binary = Path.Combine(consumer.Path, "published", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer");
        return DotNet.RunProgram(binary, consumer.Path);
    }

    private static void SkipUnlessAsked()
    {
        Skip.IfNot(
            Environment.GetEnvironmentVariable(Switch) == "1",
            $"Publishing with NativeAOT takes a native linker and a minute; set {Switch}=1 to have it tested.");
        Skip.IfNot(RuntimeInformation.OSArchitecture == Architecture.X64, "Only x64 has instruction sets to choose from.");
    }
}
