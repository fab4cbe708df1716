using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Emit;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// Networks compiled for every tier in one assembly: Roslyn's work grows with the number of compilations more than with their
/// size. What a tier's networks are called stays; the tier is their namespace.
/// </summary>
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
    public static NetworkAssembly Compile(IReadOnlyList<NetworkCase> cases)
    {
        var networks = LoweredNetwork.Of(cases);
        var sources = networks.SelectMany(network => TestTier.All.SelectMany(tier => Sources(network, tier)));
        var compilation = GeneratorRun.Compile(
            sources, references: [MetadataReference.CreateFromFile(typeof(IDrivenNetwork).Assembly.Location)], name: "DrivenNetworks");
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20).Select(Explain)));
        image.Position = 0;
        return new NetworkAssembly(networks, new AssemblyLoadContext("Networks", isCollectible: true).LoadFromStream(image));
    }

    /// <summary>A new instance of a network for a tier.</summary>
    public IDrivenNetwork Create(string name, TestTier tier, int seed = 0) =>
        (IDrivenNetwork)Activator.CreateInstance(assembly.GetType($"{tier.Namespace}.{name}Driver", throwOnError: true)!, seed)!;

    /// <summary>The methods of a network's kernels for a tier.</summary>
    public IReadOnlyList<MethodInfo> KernelMethods(string name, TestTier tier)
    {
        var network = assembly.GetType($"{tier.Namespace}.{name}", throwOnError: true)!;
        return [.. network.GetNestedTypes(BindingFlags.NonPublic).Where(type => type.Name.EndsWith("Kernels", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))];
    }

    /// <summary>All methods that were generated for a network.</summary>
    public IReadOnlyList<MethodInfo> AllMethods(string name, TestTier tier)
    {
        const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var network = assembly.GetType($"{tier.Namespace}.{name}", throwOnError: true)!;
        return [.. network.GetNestedTypes(Everything).Append(network).SelectMany(type => type.GetMethods(Everything))];
    }

    private static IEnumerable<string> Sources(LoweredNetwork network, TestTier tier)
    {
        var spec = network.Compiled.Spec with { Namespace = tier.Namespace, Target = tier.Target };
        var files = NetworkSource.Write(network.Compiled with { Spec = spec }, CancellationToken.None);
        return files.Select(file => file.Source).Append(DriverSource.Write(tier.Namespace, spec.Name, network.Interface));
    }

    private static string Explain(Diagnostic diagnostic) =>
        $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";
}
