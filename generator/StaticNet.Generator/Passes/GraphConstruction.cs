using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>
/// From layer attributes to the forward graph with its losses. Shapes are inferred on the way: what a layer means depends on
/// the shape of its input, and so do the diagnostics. The first layer that cannot be built ends the construction, as all
/// after it would fail for its sake.
/// </summary>
internal sealed class GraphConstruction
{
    private static readonly Dictionary<string, LayerRule> Rules = new LayerRule[]
    {
        new DenseLayer(), new Conv2DLayer(), new MaxPool2DLayer(), new AveragePool2DLayer(), new GlobalAveragePool2DLayer(),
        new FlattenLayer(), new ReshapeLayer(), new AddLayer(), new ConcatLayer(), new DropoutLayer(), new SoftmaxLayer(),
        new SoftmaxCrossEntropyLayer(),
    }.Concat(ActivationLayer.All).Concat(ElementwiseLossLayer.All).ToDictionary(rule => rule.Kind);

    private readonly GraphBuilder builder = new();
    private readonly List<Port> inputs = new();
    private readonly List<Port> targets = new();
    private readonly List<Parameter> parameters = new();
    private readonly List<(string Name, int Node, LayerSpec Spec)> outputs = new();
    private readonly List<int> losses = new();
    private readonly List<Made> made = new();
    private readonly HashSet<int> consumed = new();
    private readonly HashSet<int> compared = new();
    private readonly List<DiagnosticInfo> diagnostics;
    private int randomStreams;
    private int layerCount;

    private GraphConstruction(List<DiagnosticInfo> diagnostics) => this.diagnostics = diagnostics;

    /// <summary>A layer's value, for outputs that nobody declared and for warnings.</summary>
    private sealed record Made(string Path, bool IsNamed, string Subject, int Node, int Index);

    /// <summary>Builds the graph; null where a diagnostic says why not.</summary>
    public static Graph.Graph? Build(NetworkSpec spec, List<DiagnosticInfo> diagnostics)
    {
        var construction = new GraphConstruction(diagnostics);
        try
        {
            return construction.Build(spec);
        }
        catch (LayerFailure failure)
        {
            diagnostics.Add(failure.Diagnostic);
            return null;
        }
    }

    private Graph.Graph Build(NetworkSpec spec)
    {
        if (spec.BatchCapacity < 1)
            throw Fail("SN0011", -1, "BatchCapacity", Subject(spec), $"BatchCapacity is {spec.BatchCapacity}, but must be at least 1", "write BatchCapacity = 1 or more");
        if (!spec.Layers.Any(layer => layer.Kind == "Input"))
            throw Fail("SN0007", -1, null, Subject(spec), "the network has no [Input]", "begin with [Input(...)] and the shape of one sample");
        var scope = new LayerScope(spec.Layers, isBlock: false);
        BuildLayers(spec.Layers, scope, "", Array.Empty<int>());
        var roots = FindOutputs(spec).ToList();
        if (losses.Count > 0)
        {
            builder.Origin = new Origin("Loss", "", Phase.Loss);
            var total = losses.Skip(1).Aggregate(losses[0], (sum, loss) => builder.Map(new Formulas.Input(0) + new Formulas.Input(1), sum, loss));
            roots.Add(new Root(RootKind.Loss, 0, total));
        }

        return builder.Build(
            new Interface(inputs.ToEquatableArray(), outputs.Select(o => new Port(o.Name, builder[o.Node].Shape)).ToEquatableArray(),
                targets.ToEquatableArray(), parameters.ToEquatableArray()),
            roots);
    }

    private IEnumerable<Root> FindOutputs(NetworkSpec spec)
    {
        // Without [Output], every value that no layer consumes is one.
        var leaves = made.Where(layer => !consumed.Contains(layer.Node)).ToArray();
        if (outputs.Count == 0)
        {
            foreach (var leaf in leaves)
                outputs.Add((leaves.Length == 1 && !leaf.IsNamed ? "output" : leaf.Path, leaf.Node, spec.Layers[0]));
        }
        else
        {
            foreach (var leaf in leaves.Where(leaf => !compared.Contains(leaf.Node) && outputs.All(output => output.Node != leaf.Node)))
                Report("SN0020", leaf.Index, null, leaf.Subject, "no layer, output or loss uses its value", "remove it, or mark it with [Output]");
        }

        if (outputs.Count == 0)
            throw Fail("SN0022", -1, null, Subject(spec), "the network has no layer", "add layers after [Input(...)]");
        return outputs.Select((output, i) => new Root(RootKind.Output, i, output.Node));
    }

    private int? BuildLayers(EquatableArray<LayerSpec> layers, LayerScope scope, string prefix, IReadOnlyList<int> arguments)
    {
        var position = 0;
        var afterLoss = false;
        foreach (var layer in layers)
        {
            var subject = layer.Name() is { } given ? $"{layer.Kind} '{given}'" : layer.Kind;
            try
            {
                var name = layer.Name();
                if (name is not null)
                    scope.CheckName(name, layer);
                var rule = layer.Kind is "Input" or "Output" or "Use" ? null
                    : Rules.TryGetValue(layer.Kind, out var found) ? found
                    : throw new LayerException("SN0001", null, $"no rule for the attribute {layer.Kind}", "use an attribute of this version of StaticNet");
                if (afterLoss && rule is not { IsLoss: true } && layer.Kind != "Output")
                    throw new LayerException("SN0014", null, "it follows a loss", "put losses last; with From they read any named layer");
                switch (layer.Kind)
                {
                    case "Input":
                        AddInput(layer, scope, name, subject, arguments);
                        break;
                    case "Output":
                        AddOutput(layer, scope, name);
                        break;
                    case "Use":
                        Use(layer, scope, name, prefix + (name ?? Number(position)), arguments, subject);
                        position++;
                        break;
                    default:
                        var path = prefix + (name ?? Number(position));
                        Add(layer, rule!, scope, name, path, subject, arguments);
                        position++;
                        break;
                }

                afterLoss |= rule is { IsLoss: true };
            }
            catch (LayerException exception)
            {
                throw Fail(exception.Id, layer.Index, exception.Argument, subject, exception.Problem, exception.Remedy);
            }
        }

        return scope.Previous;
    }

    private void CountLayer()
    {
        // Blocks within blocks multiply.
        if (++layerCount > SizeLimits.Layers)
            throw new LayerException("SN0016", null, $"the network has more than {SizeLimits.Layers} layers", "use fewer, or repeat blocks less often");
    }

    private void Add(LayerSpec spec, LayerRule rule, LayerScope scope, string? name, string path, string subject, IReadOnlyList<int> arguments)
    {
        CountLayer();
        var sources = rule.IsMerge ? scope.FindMerged(spec) : new[] { scope.FindInput(spec) };
        builder.Origin = new Origin(spec.Kind, path, rule.IsLoss ? Phase.Loss : Phase.Forward);
        var context = new LayerContext(spec, arguments, builder, sources, path, AddParameter, AddTarget, () => randomStreams++);
        var node = rule.Build(context);
        CheckSize(builder[node].Shape);
        if (rule.IsLoss)
        {
            losses.Add(node);
            compared.UnionWith(sources);
            return;
        }

        foreach (var source in sources)
            consumed.Add(source);
        made.Add(new Made(path, name is not null, subject, node, spec.Index));
        scope.Define(name, node);
    }

    private void AddInput(LayerSpec spec, LayerScope scope, string? name, string subject, IReadOnlyList<int> arguments)
    {
        if (scope.IsBlock)
            throw new LayerException("SN0018", null, "a block has no [Input]", "read what the block is given as From = \"input\"");
        var context = new LayerContext(spec, arguments, builder, Array.Empty<int>(), "", AddParameter, AddTarget, () => randomStreams++);
        var dimensions = context.Integers("shape") ?? Array.Empty<int>();
        if (dimensions.Count == 0)
            throw context.OutOfRange("shape", "empty", "one or more dimensions, as in [Input(1, 28, 28)]");
        foreach (var dimension in dimensions)
            context.AtLeast("shape", dimension, 1);
        var shape = Shape.Of(dimensions.ToArray());
        CheckSize(shape);
        builder.Origin = new Origin("Input", name ?? "", Phase.Forward);
        var node = builder.Add(new NetworkInput(inputs.Count, shape));
        inputs.Add(new Port(name ?? (inputs.Count == 0 ? "input" : "input" + inputs.Count), shape));
        scope.DefineInput(name, node);
    }

    private void AddOutput(LayerSpec spec, LayerScope scope, string? name)
    {
        if (scope.IsBlock)
            throw new LayerException("SN0018", null, "a block has no [Output]: its last layer is its value", "put [Output] into the network");
        var source = scope.FindInput(spec);
        consumed.Add(source);
        var fallback = spec.From() ?? (outputs.Count == 0 ? "output" : "output" + outputs.Count);
        outputs.Add((name ?? fallback, source, spec));
    }

    private void Use(LayerSpec spec, LayerScope scope, string? name, string path, IReadOnlyList<int> outer, string subject)
    {
        var block = spec.Block ?? throw new LayerException("SN0018", "block", "it names no block", "write [Use(typeof(B))] with a class marked [Block]");
        var context = new LayerContext(spec, outer, builder, Array.Empty<int>(), path, AddParameter, AddTarget, () => randomStreams++);
        var given = context.Integers("arguments") ?? Array.Empty<int>();
        if (given.Count > block.Parameters.Count)
            throw new LayerException("SN0018", "arguments", $"block {block.Name} takes {block.Parameters.Count} arguments, but {given.Count} are given", "remove the ones too many");
        var arguments = block.Parameters.Select((parameter, i) => i < given.Count ? given[i] : parameter.Default).ToArray();
        var repeat = context.Positive("Repeat", 1);
        if ((long)repeat * block.Layers.Count > SizeLimits.Layers)
        {
            throw new LayerException("SN0016", "Repeat", $"{repeat} repetitions of {block.Layers.Count} layers are more than {SizeLimits.Layers}",
                "repeat the block less often");
        }

        var value = scope.FindInput(spec);
        consumed.Add(value);
        for (var i = 0; i < repeat; i++)
        {
            var inner = new LayerScope(block.Layers, isBlock: true);
            inner.DefineInput("input", value);
            var prefix = path + "." + (context.Has("Repeat") && repeat > 1 ? Number(i) + "." : "");
            value = BuildLayers(block.Layers, inner, prefix, arguments)
                ?? throw new LayerException("SN0018", "block", $"block {block.Name} has no layer", "add layer attributes to it");
            if (i < repeat - 1)
                consumed.Add(value);
        }

        scope.Define(name, value);
    }

    private int AddParameter(string name, Shape shape, Initialization initialization)
    {
        parameters.Add(new Parameter(name, shape, initialization));
        return builder.Add(new NetworkParameter(parameters.Count - 1, name, shape));
    }

    private int AddTarget(Port port)
    {
        targets.Add(port);
        return builder.Add(new Target(targets.Count - 1, port.Shape, port.Element));
    }

    private static void CheckSize(Shape shape)
    {
        if (shape.LongLength > SizeLimits.Elements)
            throw new LayerException("SN0016", null, $"its value of shape {shape} has more than {SizeLimits.Elements} elements", "make it smaller: no buffer exceeds 2 GB");
    }

    private static string Subject(NetworkSpec spec) => $"network '{spec.Name}'";

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Report(string id, int layer, string? argument, params string[] message) =>
        diagnostics.Add(new DiagnosticInfo(id, layer, argument, EquatableArray<string>.Of(message)));

    private static LayerFailure Fail(string id, int layer, string? argument, params string[] message) =>
        new(new DiagnosticInfo(id, layer, argument, EquatableArray<string>.Of(message)));

    /// <summary>Carries the diagnostic out of nested blocks.</summary>
    private sealed class LayerFailure : Exception
    {
        public LayerFailure(DiagnosticInfo diagnostic) => Diagnostic = diagnostic;

        public DiagnosticInfo Diagnostic { get; }
    }
}
