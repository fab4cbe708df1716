using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>Networks compiled with all tiers in one assembly, each with a class that drives it.</summary>
internal sealed class NetworkAssembly
{
    private readonly Assembly assembly;

    private NetworkAssembly(IReadOnlyList<LoweredNetwork> networks, Assembly assembly)
    {
        Networks = networks.ToDictionary(network => network.Case.Name);
        this.assembly = assembly;
    }

    public IReadOnlyDictionary<string, LoweredNetwork> Networks { get; }

    /// <summary>Declares, compiles and loads networks.</summary>
    /// <param name="cases">The declarations.</param>
    /// <param name="target">What the target framework is said to have; all that this run tries unless given.</param>
    public static NetworkAssembly Compile(IReadOnlyList<NetworkCase> cases, TargetCapabilities? target = null)
    {
        var networks = LoweredNetwork.Of(cases);
        var sources = networks.SelectMany(network => Sources(network, target ?? TestTier.Capabilities));
        var compilation = GeneratorRun.Compile(
            sources, references: [MetadataReference.CreateFromFile(typeof(IDrivenNetwork).Assembly.Location)], name: "DrivenNetworks", analyzesNullability: false);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20).Select(Explain)));
        image.Position = 0;
        return new NetworkAssembly(networks, new AssemblyLoadContext("Networks", isCollectible: true).LoadFromStream(image));
    }

    /// <summary>A new instance of a network that runs in a tier.</summary>
    public IDrivenNetwork Create(string name, TestTier tier, int seed = 0) =>
        (IDrivenNetwork)Activator.CreateInstance(Find(name + "Driver"), tier, seed)!;

    /// <summary>The generated class.</summary>
    public Type Find(string name) => assembly.GetType(name, throwOnError: true)!;

    /// <summary>The generated class with its programs and kernels.</summary>
    public Type FindPrograms(string name) =>
        Find(name).GetField(GeneratedNames.Field, BindingFlags.Instance | BindingFlags.NonPublic).ShouldNotBeNull().FieldType;

    private static IEnumerable<string> Sources(LoweredNetwork network, TargetCapabilities target)
    {
        var files = NetworkSource.Write(network.Compiled with { Spec = network.Compiled.Spec with { Target = target } }, CancellationToken.None);
        return files.Select(file => TestTier.Redirect(file.Source, TierTable.For(target)))
            .Append(DriverSource.Write(network.Case.Name, network.Compiled));
    }

    private static string Explain(Diagnostic diagnostic) =>
        $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";
}
