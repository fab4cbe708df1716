using System.Globalization;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>A declaration as a graph.</summary>
/// <param name="Graph">Null where a diagnostic says why not.</param>
/// <param name="Interface">
/// What the outside sees, as far as it is known: shapes that are not are <see cref="Outline.UnknownShape"/>.
/// </param>
internal sealed record Construction(Graph.Graph? Graph, Interface Interface);

/// <summary>
/// From layer attributes to the forward graph with its losses. Shapes are inferred on the way: what a layer means depends on
/// the shape of its input, and so do the diagnostics. A layer that cannot be built has an unknown value, and so have those
/// that read it: of them, only what does not depend on their inputs is checked. So all mistakes are found at once, and none is
/// reported that would only follow from another.
/// </summary>
internal sealed partial class GraphConstruction : ILayerHost
{
    private readonly List<Port> inputs = new();
    private readonly List<Port> targets = new();
    private readonly List<Parameter> parameters = new();
    private readonly List<Parameter> states = new();
    private readonly Dictionary<int, int> stateUpdates = new();
    private readonly List<(string Name, int Node)> outputs = new();
    private readonly List<int> losses = new();
    private readonly List<Made> made = new();
    private readonly HashSet<int> consumed = new();
    private readonly HashSet<int> compared = new();
    private readonly NetworkSpec spec;
    private readonly List<DiagnosticInfo> diagnostics;
    private bool hasUnknownReferences;
    private bool differsInTraining;
    private bool isRandom;
    private int randomStreams;
    private int unknownValues;
    private int layerCount;

    /// <summary>Whether sequences have one step, before and behind which states come in and go out.</summary>
    private bool isOneStep;

    private GraphConstruction(NetworkSpec spec, List<DiagnosticInfo> diagnostics)
    {
        this.spec = spec;
        this.diagnostics = diagnostics;
    }

    public GraphBuilder Graph { get; } = new();

    private string Name => spec.Name.TrimStart('@');

    /// <summary>A layer's value, for outputs that nobody declared and for warnings.</summary>
    private sealed record Made(string Path, bool IsNamed, string Subject, int Node, int Index);

    /// <summary>Builds the graph, and reports all that is wrong.</summary>
    public static Construction Build(NetworkSpec spec, List<DiagnosticInfo> diagnostics)
    {
        var found = new List<DiagnosticInfo>();
        var construction = new GraphConstruction(spec, found);
        var graph = construction.Build();

        // Errors in an order that nobody knows would be guesses.
        if (!spec.Defects.HasFlag(Defects.Unordered))
            diagnostics.AddRange(found);
        return graph;
    }

    /// <summary>The forward pass for one step of a sequence; null where the declaration has another meaning for that.</summary>
    public static Graph.Graph? BuildStep(NetworkSpec spec, List<DiagnosticInfo> diagnostics) =>
        new GraphConstruction(spec, diagnostics) { isOneStep = true }.Build().Graph;

    private Construction Build()
    {
        if (spec.BatchCapacity < 1)
            ReportCapacity();
        var scope = new LayerScope(spec.Layers, null, NewUnknown);
        if (!spec.Layers.Any(layer => KindOf(layer) == "Input"))
        {
            ReportAsAWhole("SN0007", "the network has no [Input]", "begin with the shape of one sample, as in [Input(784)] or [Input(3, 32, 32)]");
            inputs.Add(new Port("input", Outline.UnknownShape));
            scope.DefineInput(null, NewUnknown());
        }

        try
        {
            BuildLayers(spec.Layers, scope, "", Array.Empty<double?>());
        }
        catch (TooManyLayersException)
        {
            // The rest would not end, and this was reported.
        }

        if (diagnostics.Count == 0 && made.Count == 0 && outputs.Count == 0)
            ReportAsAWhole("SN0022", "the network has no layer", "add layers after its input, as in [Dense(10)]");
        var isSound = spec.Defects == Defects.None && diagnostics.Count == 0;
        var roots = FindOutputs(isSound).ToList();
        isSound &= outputs.All(output => output.Node < 0 || Graph[output.Node].Type.Element == ElementType.Float);
        inputs.AddRange(stateInputs);
        foreach (var (name, node) in stateOutputs)
        {
            roots.Add(new Root(RootKind.Output, outputs.Count, node));
            outputs.Add((name, node));
        }

        var ports = new Interface(
            inputs.ToEquatableArray(), outputs.Select(output => new Port(output.Name, ShapeOf(output.Node))).ToEquatableArray(),
            targets.ToEquatableArray(), parameters.ToEquatableArray())
        {
            States = states.ToEquatableArray(),
            DiffersInTraining = differsInTraining && spec.Purpose != Purpose.Inference,
            IsRandom = isRandom && spec.Purpose != Purpose.Inference,
        };
        if (!isSound)
            return new Construction(null, ports);
        if (losses.Count > 0)
        {
            Graph.Origin = new Origin("Loss", "", Phase.Loss);
            var total = losses.Skip(1).Aggregate(losses[0], (sum, loss) => Graph.Map(new Formulas.Input(0) + new Formulas.Input(1), sum, loss));
            roots.Add(new Root(RootKind.Loss, 0, total));
            if (losses.Count > 1)
                roots.AddRange(losses.Select((loss, i) => new Root(RootKind.LossTerm, i, loss)));
        }

        roots.AddRange(stateUpdates.OrderBy(update => update.Key).Select(update => new Root(RootKind.StateUpdate, update.Key, update.Value)));
        return new Construction(Graph.Build(ports, roots), ports);
    }

    private IEnumerable<Root> FindOutputs(bool isSound)
    {
        // Without [Output], every value that no layer consumes is one.
        var leaves = made.Where(layer => !consumed.Contains(layer.Node)).ToArray();
        if (outputs.Count == 0)
        {
            // A name that means nothing may have been that of a value which, for want of a reader, looks like an output.
            if (hasUnknownReferences)
                leaves = leaves.Where((leaf, i) => leaf.IsNamed || i == leaves.Length - 1).ToArray();
            foreach (var leaf in leaves)
                outputs.Add((leaves.Length == 1 && !leaf.IsNamed ? "output" : leaf.Path, leaf.Node));
            if (outputs.Count == 0)
                outputs.Add(("output", NewUnknown()));
        }
        else if (isSound)
        {
            foreach (var leaf in leaves.Where(leaf => !compared.Contains(leaf.Node) && outputs.All(output => output.Node != leaf.Node)))
                Report("SN0020", leaf.Index, null, leaf.Subject, "no layer, output or loss uses its value", "remove it, or write [Output] after it");
        }

        foreach (var (name, node) in outputs)
        {
            if (node >= 0 && Graph[node].Type.Element != ElementType.Float)
                ReportAsAWhole("SN0012", $"its output '{name}' is integers, and no layer computes with them", "put [Embedding(rows, width)] behind the input");
        }

        return outputs.Select((output, i) => new Root(RootKind.Output, i, output.Node));
    }

    /// <summary>Builds layers in order.</summary>
    /// <returns>The value of the last.</returns>
    private int BuildLayers(EquatableArray<LayerSpec> layers, LayerScope scope, string prefix, IReadOnlyList<double?> arguments)
    {
        var position = 0;
        var afterLoss = false;
        foreach (var layer in layers)
        {
            var kind = KindOf(layer);
            var rule = LayerRules.Find(kind);
            var findings = new LayerFindings();
            var subject = (layer.Name() is { } given ? $"{layer.Kind} '{given}'" : layer.Kind) + (scope.Place is { } place ? " " + place : "");
            var name = layer.Name() is { } written && scope.CheckName(written, layer, findings) ? written : null;
            if (afterLoss && rule is not { IsLoss: true } && kind != "Output" && !layer.IsBroken)
            {
                findings.Report("SN0014", null, "it follows a loss",
                    "move it up before the losses; they read any layer that has a name, as in [MeanSquaredError(From = \"policy\")]");
            }

            var path = prefix + (name ?? Number(position));
            var use = new LayerPlace(layer, scope, name, position, path, subject, arguments, findings);
            switch (kind)
            {
                case "Input":
                    AddInput(use);
                    break;
                case "Output":
                    AddOutput(use);
                    break;
                case "Use":
                    Use(use);
                    position++;
                    break;
                case "Scan":
                    Scan(use);
                    position++;
                    break;
                case "State":
                    AddState(use);
                    break;
                default:
                    Add(use, rule);
                    position++;
                    break;
            }

            hasUnknownReferences |= findings.All.Any(finding => finding.Id is "SN0008" or "SN0010");
            foreach (var finding in findings.All)
                Report(finding.Id, layer.Index, finding.Argument, finding.Mend, subject, finding.Problem, finding.Remedy);
            afterLoss |= rule is { IsLoss: true };
        }

        return scope.Previous ?? NewUnknown();
    }

    int ILayerHost.AddParameter(string name, Shape shape, Initialization initialization)
    {
        parameters.Add(new Parameter(name, shape, initialization));
        return Graph.Add(new NetworkParameter(parameters.Count - 1, name, shape));
    }

    int ILayerHost.AddState(string name, Shape shape, Initialization initialization)
    {
        states.Add(new Parameter(name, shape, initialization));
        return Graph.Add(new NetworkState(states.Count - 1, name, shape));
    }

    void ILayerHost.UpdateState(int state, int value) => stateUpdates.Add(((NetworkState)Graph[state].Operation).Index, value);

    int ILayerHost.AddTarget(Port port)
    {
        targets.Add(port);
        return Graph.Add(new Target(targets.Count - 1, port.Shape, port.Element));
    }

    void ILayerHost.Bound(int value, int bound)
    {
        var index = ((NetworkInput)Graph[Graph.Base(value)].Operation).Index;
        inputs[index] = inputs[index] with { Classes = Math.Min(inputs[index].Classes, bound) };
    }

    int ILayerHost.NextRandomStream() => randomStreams++;

    /// <summary>A value of a layer that could not be built, unlike any other.</summary>
    private int NewUnknown() => --unknownValues;

    private Shape ShapeOf(int value) => value >= 0 ? Graph[value].Shape : Outline.UnknownShape;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void ReportCapacity() => Report("SN0011", -1, "BatchCapacity", new Mend("BatchCapacity", "1"), $"network '{Name}'",
        FormattableString.Invariant($"BatchCapacity is {spec.BatchCapacity}, but must be at least 1"), $"write {Mend.Place}, or more for BatchCapacity");

    /// <summary>Reports what is missing from the network, unless it may be among what could not be read.</summary>
    private void ReportAsAWhole(string id, string problem, string remedy)
    {
        if (spec.Defects == Defects.None)
            Report(id, -1, null, $"network '{Name}'", problem, remedy);
    }

    private void Report(string id, int layer, string? argument, params string[] message) => Report(id, layer, argument, null, message);

    private void Report(string id, int layer, string? argument, Mend? mend, params string[] message) =>
        diagnostics.Add(new DiagnosticInfo(id, layer, argument, EquatableArray<string>.Of(message)) { Mend = mend });

    /// <summary>Ends the construction where blocks within blocks, repeated, would not.</summary>
    private sealed class TooManyLayersException : Exception
    {
    }
}
