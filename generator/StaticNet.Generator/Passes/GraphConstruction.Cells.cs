using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <content>Cells: blocks that run once for every step of a sequence, with states from one step to the next.</content>
internal sealed partial class GraphConstruction
{
    private readonly List<Port> stateInputs = new();
    private readonly List<(string Name, int Node)> stateOutputs = new();
    private int loops;

    /// <summary>States of the cell whose layers are built; null outside of cells.</summary>
    private List<CellState>? cellStates;

    /// <summary>A state of a cell.</summary>
    /// <param name="Layer">Its attribute.</param>
    /// <param name="Next">The layer whose value it becomes.</param>
    /// <param name="Previous">What it was before the step; negative if it is not known.</param>
    private sealed record CellState(LayerPlace Layer, string? Next, int Previous);

    private void Scan(LayerPlace layer)
    {
        var (spec, findings) = (layer.Spec, layer.Findings);
        CountLayer(layer);
        var context = ContextOf(layer);
        context.CheckConflicts();
        var isReversed = context.Flag("Reversed", false);
        var onlyLast = context.Flag("OnlyLast", false);
        var source = layer.Scope.FindInput(spec, findings);
        consumed.Add(source);
        if (cellStates is not null)
            findings.Report("SN0018", null, "it stands in a cell, which runs step by step already", "put it on the network, or into a block that is not scanned");
        else if (source >= 0 && Graph[source].Type.Element != ElementType.Float)
            findings.Report("SN0012", null, "it takes floats, but its input is integers", "put [Embedding(rows, width)] before it, which has a vector of floats for each of them");
        else if (source >= 0 && Graph[source].Shape.Rank == 0)
            findings.Report("SN0012", null, "it takes a sequence along the first axis, but its input is a scalar", "put [Reshape(1, 1)] before it");
        var value = NewUnknown();
        if (spec.Block is { } block && isReversed is not null && onlyLast is not null && cellStates is null)
            value = Run(layer, context, block, findings.Any ? NewUnknown() : source, isReversed.Value, onlyLast.Value);
        made.Add(new Made(layer.Path, layer.Name is not null, layer.Subject, value, spec.Index));
        layer.Scope.Define(layer.Name, value);
    }

    private int Run(LayerPlace layer, LayerContext context, BlockSpec block, int source, bool isReversed, bool onlyLast)
    {
        var before = diagnostics.Count;
        var (firstMade, origin) = (made.Count, new Origin("Scan", layer.Path, Phase.Forward));
        var arguments = ArgumentsOf(layer, context, block);
        var inner = new LayerScope(block.Layers, PlaceOf(layer, block, arguments), NewUnknown);
        inner.IsFrozen = layer.Scope.IsFrozen || layer.Spec.IsFrozen();
        inner.Shared = FindShared(layer, block, isShared: false);
        var step = NewUnknown();
        Loop? loop = null;
        if (source >= 0 && Graph[source].Shape[0] == 1)
        {
            // One step is no loop.
            Graph.Origin = origin;
            step = Graph.Add(new Reshape(new Shape(Graph[source].Shape.Dimensions.Skip(1).ToEquatableArray())), source);
        }
        else if (source >= 0)
        {
            Graph.Origin = origin;
            loop = new Loop(++loops, Graph[source].Shape[0], isReversed);
            var sequence = Graph.Add(new ToSteps(), source);
            Graph.Loop = loop;
            step = Graph.Add(new StepOf(), sequence);
        }

        cellStates = new List<CellState>();
        inner.DefineInput("input", step);
        var value = BuildLayers(block.Layers, inner, layer.Path + ".", arguments);
        var states = cellStates;
        cellStates = null;
        var isSound = diagnostics.Count == before && source >= 0 && value >= 0 && !layer.Findings.Any;
        foreach (var (state, i) in states.Select((state, i) => (state, i)))
            isSound &= AddNext(state, i, inner);

        // Of the layers of a cell there is a value for each step: none is an output.
        made.RemoveRange(firstMade, made.Count - firstMade);
        Graph.Origin = origin;
        if (isSound && !Graph[value].Type.Batched)
            value = Graph.Map(new Formulas.Input(0), Graph[value].Type with { Batched = true }, value);
        Graph.Loop = null;
        if (!isSound)
            return NewUnknown();
        if (loop is null)
            return onlyLast ? value : Graph.Add(new Reshape(new Shape(new[] { 1 }.Concat(Graph[value].Shape.Dimensions).ToEquatableArray())), value);
        var all = Graph.Add(new Collect(loop.Steps), value);
        return Graph.Add(onlyLast ? new SingleStep(loop.Last) : new FromSteps(), all);
    }

    /// <summary>Lets a state become a value of the cell; reports where it cannot.</summary>
    private bool AddNext(CellState state, int index, LayerScope inner)
    {
        var (findings, subject) = (new LayerFindings(), state.Layer.Subject);
        var next = state.Next is null ? NewUnknown() : inner.FindNext(state.Next, findings);
        if (next >= 0 && state.Previous >= 0 && Graph[next].Shape != Graph[state.Previous].Shape)
        {
            findings.Report("SN0012", "Next", $"it has shape {Graph[state.Previous].Shape}, but '{state.Next}', which it becomes, has {Graph[next].Shape}",
                "make the two equal");
        }

        foreach (var finding in findings.All)
            Report(finding.Id, state.Layer.Spec.Index, finding.Argument, finding.Mend, subject, finding.Problem, finding.Remedy);
        if (findings.Any || next < 0 || state.Previous < 0)
            return false;
        Graph.Origin = new Origin("State", state.Layer.Path, Phase.Forward);
        var type = Graph[state.Previous].Type;
        if (Graph[next].Type != type)
            next = Graph.Map(new Formulas.Input(0), type, next);
        if (Graph.Loop is not null)
            Graph.Add(new NextState(index), next);
        else if (isOneStep)
            stateOutputs.Add((state.Layer.Path, next));
        return true;
    }

    private void AddState(LayerPlace layer)
    {
        CountLayer(layer);
        var (spec, findings) = (layer.Spec, layer.Findings);
        var context = ContextOf(layer);
        var shape = ReadShape(context, findings);
        var next = spec.Text("Next");
        var value = NewUnknown();
        if (cellStates is null)
            findings.Report("SN0018", null, "a state belongs to a cell, which runs step by step", "put it on a class marked [Block] that is used as in [Scan(typeof(Cell))]");
        else if (next is null && !spec.IsBroken && !spec.Arguments.Any(argument => argument is { Name: "Next", Value: ArgumentValue.Unknown }))
            findings.Report("SN0011", null, "it does not say what the state becomes", "name the layer whose value it is in the next step, as in Next = \"hidden\"");
        if (cellStates is not null && shape is not null && !findings.Any)
        {
            var loop = Graph.Loop;
            var number = cellStates.Count;
            Graph.Origin = new Origin("State", layer.Path, Phase.Forward);
            Graph.Loop = null;
            var first = isOneStep ? AddStateInput(layer.Path, shape) : Graph.Map(new Formulas.Constant(0), new TensorType(shape, true));
            Graph.Loop = loop;
            value = loop is null ? first : Graph.Add(new PreviousState(number), first);
        }

        cellStates?.Add(new CellState(layer, next, value));
        if (layer.Name is not null)
            layer.Scope.DefineAside(layer.Name, value);
    }

    /// <summary>Adds what a state was before the step, behind all inputs of the network.</summary>
    private int AddStateInput(string name, Shape shape)
    {
        stateInputs.Add(new Port(name, shape));
        return Graph.Add(new NetworkInput(spec.Layers.Count(other => KindOf(other) == "Input") + stateInputs.Count - 1, shape));
    }

    /// <summary>Reports a layer that cannot stand in a cell.</summary>
    private void CheckCell(LayerPlace layer, LayerRule? rule)
    {
        if (cellStates is not null && rule is { IsRandom: true } or { DiffersInTraining: true })
        {
            layer.Findings.Report("SN0018", null, "a cell holds no layer that is random or differs in training",
                "put it before or behind the [Scan], where it sees all steps");
        }
    }
}
