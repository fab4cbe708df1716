using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>A network after every stage but the text, with the graphs on the way, each of them verified.</summary>
/// <param name="Case">The declaration.</param>
/// <param name="Compiled">What is emitted.</param>
/// <param name="Passes">The graph of each program after each pass, in order.</param>
internal sealed record LoweredNetwork(NetworkCase Case, CompiledNetwork Compiled, IReadOnlyList<ObservedGraph> Passes)
{
    public Interface Interface => Compiled.Forward.Interface;

    /// <summary>The graph as declared.</summary>
    public Graph.Graph Declared => Compiled.Forward;

    public IEnumerable<string> Programs => Passes.Select(pass => pass.Program).Distinct();

    /// <summary>Declares the networks in one compilation, and lowers each.</summary>
    public static IReadOnlyList<LoweredNetwork> Of(IReadOnlyList<NetworkCase> cases)
    {
        var run = GeneratorRun.Of(cases.Select(@case => @case.Source));
        run.Result.Exception.ShouldBeNull();
        run.Diagnostics.ShouldBeEmpty();
        var specs = run.Specs.ToDictionary(spec => spec.Name);
        return [.. cases.Select(@case => Lower(@case, specs[@case.Name]))];
    }

    public static LoweredNetwork Of(NetworkCase @case) => Of([@case])[0];

    /// <summary>The graph of a program after its last pass, or after the pass of that name; null where there is none.</summary>
    public Graph.Graph? After(string program, string? pass = null) =>
        Passes.LastOrDefault(observed => observed.Program == program && (pass is null || observed.Pass == pass))?.Graph;

    private static LoweredNetwork Lower(NetworkCase @case, NetworkSpec spec)
    {
        var passes = new List<ObservedGraph>();
        var diagnostics = new List<DiagnosticInfo>();
        var compiled = NetworkCompiler.Lower(spec, diagnostics, CancellationToken.None, (program, pass, graph) =>
            passes.Add(new ObservedGraph(program, pass, GraphVerifier.Verify(graph, $"{pass} of {@case.Name}'s {program}"))), @case.Choices);
        diagnostics.ShouldBeEmpty(string.Join('\n', diagnostics.Select(diagnostic => string.Join(": ", diagnostic.MessageArguments))));
        return new LoweredNetwork(@case, compiled.ShouldNotBeNull(), passes);
    }
}

/// <summary>A graph between two passes.</summary>
internal sealed record ObservedGraph(string Program, string Pass, Graph.Graph Graph);
