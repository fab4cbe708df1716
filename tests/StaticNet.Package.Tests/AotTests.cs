using System.Runtime.InteropServices;
using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>The consumer published with NativeAOT, which takes a native linker and half a minute a test.</summary>
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
        string output = Publish(consumer);
        output.ShouldContain("warning SN1001");
        output.ShouldContain("<StaticNetInstructionSet>x86-x64-v3</StaticNetInstructionSet>");
    }

    [SkippableFact]
    public void Publishing_with_the_property_is_silent_and_the_binary_runs()
    {
        SkipUnlessAsked();
        using var consumer = new ConsumerProject(package);
        Publish(consumer, "-p:StaticNetInstructionSet=x86-x64-v3").ShouldNotContain("warning");
        string binary = Path.Combine(consumer.Path, "published", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer");
        DotNet.RunProgram(binary, consumer.Path).ShouldContain("same answers after loading");
    }

    private static string Publish(ConsumerProject consumer, params string[] properties) => consumer.Run(
    [
        "publish", "--configuration", "Release", "--use-current-runtime", "--output", "published",
        "-p:ConsumerAot=true", .. properties,
    ]);

    private static void SkipUnlessAsked()
    {
        Skip.IfNot(
            Environment.GetEnvironmentVariable(Switch) == "1",
            $"Publishing with NativeAOT takes a native linker and a minute; set {Switch}=1 to have it tested.");
        Skip.IfNot(RuntimeInformation.OSArchitecture == Architecture.X64, "Only x64 has instruction sets to choose from.");
    }
}
