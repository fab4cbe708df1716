using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <content>What each kind of attribute adds to the graph.</content>
internal sealed partial class GraphConstruction
{
    private static readonly string[] OtherKinds = { "Input", "Output", "Use", "Scan", "State" };

    /// <summary>A layer attribute where it stands.</summary>
    /// <param name="Spec">The attribute.</param>
    /// <param name="Scope">The network or block around it.</param>
    /// <param name="Name">Its name, if it has one that is its own.</param>
    /// <param name="Position">Its number among the layers around it.</param>
    /// <param name="Path">What its parameters' names begin with.</param>
    /// <param name="Subject">How messages call it.</param>
    /// <param name="Arguments">Values of the block's parameters.</param>
    /// <param name="Findings">Receives what is wrong.</param>
    private sealed record LayerPlace(
        LayerSpec Spec, LayerScope Scope, string? Name, int Position, string Path, string Subject, IReadOnlyList<double?> Arguments, LayerFindings Findings);

    /// <summary>
    /// The attribute's kind. One that C# does not know is what it looks like most: only the outline depends on it, and code that
    /// uses the network then has no errors beside that of the misspelt attribute.
    /// </summary>
    private static string KindOf(LayerSpec layer)
    {
        if (!layer.IsBroken || OtherKinds.Contains(layer.Kind) || LayerRules.Find(layer.Kind) is not null)
            return layer.Kind;
        var nearest = SimilarNames.Nearest(layer.Kind, OtherKinds.Concat(LayerRules.Kinds))!;
        return SimilarNames.Distance(layer.Kind, nearest) <= layer.Kind.Length / 3 ? nearest : layer.Kind;
    }

    private void Add(LayerPlace layer, LayerRule? rule)
    {
        if (isOneStep && rule is { IsLoss: true })
            return;
        CountLayer(layer);
        var (spec, scope, findings) = (layer.Spec, layer.Scope, layer.Findings);
        var sources = rule is { IsMerge: true } ? scope.FindMerged(spec, findings) : new[] { scope.FindInput(spec, findings) };
        if (rule is { References.Count: > 0 })
            sources = sources.Concat(rule.References.SelectMany(argument => scope.FindReferenced(spec, argument, findings))).ToArray();
        var parts = scope.CheckPartNames(spec, findings);
        differsInTraining |= rule is { DiffersInTraining: true };
        isRandom |= rule is { IsRandom: true };
        Graph.Origin = new Origin(spec.Kind, layer.Path, rule is { IsLoss: true } ? Phase.Loss : Phase.Forward);
        var (parameterCount, stateCount, targetCount) = (parameters.Count, states.Count, targets.Count);
        var weights = scope.FindWeights(spec, findings);
        if (scope.Shared is { } sharedBlock)
            weights = sharedBlock.Block.Find(sharedBlock.Path + (spec.Weights() is { } named ? "=" + named : Inside(layer)), spec.Kind);
        var isOfBlock = weights is not null && spec.Weights() is null;
        CheckCell(layer, rule);
        var known = sources.Select((source, i) => rule is null || CheckElements(rule, i, source, findings) ? source : NewUnknown()).ToArray();
        var context = new LayerContext(spec, layer.Arguments, this, known, layer.Path, findings) { SharedWeights = weights };
        context.CheckConflicts();
        var node = spec.IsBroken ? null : rule?.Build(context);
        if (rule is null && !spec.IsBroken)
            findings.Report("SN0001", null, $"no rule for the attribute {spec.Kind}", "use an attribute of this version of StaticNet");
        if (weights is { Any: false } && !isOfBlock && node is not null && !findings.Any)
            ReportNoWeights(findings, "leave out Weights");
        if (node is not null && !CheckSize(ShapeOf(node.Value), findings))
            node = null;
        if (node is null || findings.Any)
        {
            node = NewUnknown();
            parameters.RemoveRange(parameterCount, parameters.Count - parameterCount);
            states.RemoveRange(stateCount, states.Count - stateCount);
            targets.RemoveRange(targetCount, targets.Count - targetCount);
            if (weights is not { IsComplete: true })
                AddOutline(layer, rule);
            if (weights is { IsComplete: false } && !isOfBlock)
                scope.ForgetWeights(weights);
        }
        else if (spec.IsFrozen() || scope.IsFrozen)
        {
            for (var i = parameterCount; i < parameters.Count; i++)
                parameters[i] = parameters[i] with { IsFrozen = true };
            if (spec.IsFrozen() && parameters.Count == parameterCount && weights is null)
                findings.Report("SN0012", "Frozen", "it has no parameters that could be kept as they are", "leave out Frozen");
        }

        if (weights is not null)
            weights.IsComplete = true;

        if (rule is { IsLoss: true } && this.spec.Purpose != Purpose.Training)
        {
            findings.Report("SN0028", null, $"the network is compiled for Purpose.{this.spec.Purpose}, which has no losses",
                "remove it, or write For = Purpose.Training in [Network]");
        }

        if (rule is { IsLoss: true })
        {
            // A block has none, which was said when it was read.
            losses.Add(node.Value);
            compared.UnionWith(sources);
            return;
        }

        consumed.UnionWith(sources);
        if (parts.Count > 0)
        {
            AddParts(layer, parts, node.Value < 0 ? parts.Select(_ => node.Value).ToArray() : context.Parts.Select(part => Apart(part, sources)).ToArray());
            return;
        }

        node = Apart(node.Value, sources);
        made.Add(new Made(layer.Path, layer.Name is not null, layer.Subject, node.Value, spec.Index));
        scope.Define(layer.Name, node.Value);
    }

    /// <summary>The value of a layer that leaves its input as it is, as one of its own: that it is read does not mean that this is.</summary>
    private int Apart(int node, int[] sources) => node >= 0 && sources.Contains(node) ? Graph.Add(new Reshape(Graph[node].Shape), node) : node;

    /// <summary>Defines the several values of a layer; the next one takes the last.</summary>
    private void AddParts(LayerPlace layer, IReadOnlyList<string?> names, IReadOnlyList<int> values)
    {
        var prefix = layer.Path.Substring(0, layer.Path.Length - Inside(layer).Length);
        for (var i = 0; i < names.Count; i++)
        {
            made.Add(new Made(prefix + names[i], names[i] is not null, $"{layer.Subject} '{names[i]}'", values[i], layer.Spec.Index));
            layer.Scope.Define(names[i], values[i]);
        }
    }

    private static void ReportNoWeights(LayerFindings findings, string remedy) =>
        findings.Report("SN0012", "Weights", "it has no weights to share", remedy);

    /// <summary>Reports a value of elements that the layer does not take.</summary>
    private bool CheckElements(LayerRule rule, int operand, int source, LayerFindings findings)
    {
        if (source < 0 || rule.Takes(operand, Graph[source].Type.Element))
            return true;
        if (Graph[source].Type.Element == ElementType.Int32)
            findings.Report("SN0012", null, "it takes floats, but its input is integers", "put [Embedding(rows, width)] before it, which has a vector of floats for each of them");
        else
            findings.Report("SN0012", null, "it takes integers, but its input is floats", $"let it read an input of integers, as in [Input({string.Join(", ", Graph[source].Shape.Dimensions)}, Element = Element.Int32)]");
        return false;
    }

    /// <summary>Adds what the outline shows of a layer that could not be built: its tensors, and what it compares with.</summary>
    private void AddOutline(LayerPlace layer, LayerRule? rule)
    {
        var context = new LayerContext(layer.Spec, layer.Arguments, this, Array.Empty<int>(), layer.Path, new LayerFindings());
        if (rule?.Target is { } element && !layer.Scope.IsBlock)
            targets.Add(new Port(layer.Path, Outline.UnknownShape, element));
        foreach (var parameter in rule?.ParametersOf(context) ?? Outline.AnyParameters)
            parameters.Add(new Parameter(layer.Path + "." + parameter, Outline.UnknownShape, new Initialization(Initializer.Default, 1, 0, 0)));
    }

    private void AddInput(LayerPlace layer)
    {
        var value = NewUnknown();
        if (!layer.Scope.IsBlock)
        {
            var context = ContextOf(layer);
            var element = ReadElement(context);
            var shape = ReadShape(context, layer.Findings);
            if (isOneStep && shape is not null)
                shape = new Shape(new[] { 1 }.Concat(shape.Dimensions.Skip(1)).ToEquatableArray());
            inputs.Add(new Port(layer.Name ?? (inputs.Count == 0 ? "input" : "input" + Number(inputs.Count)), shape ?? Outline.UnknownShape, element, int.MaxValue));
            if (shape is not null)
            {
                Graph.Origin = new Origin("Input", layer.Name ?? "", Phase.Forward);
                value = Graph.Add(new NetworkInput(inputs.Count - 1, shape, element));
            }
        }

        layer.Scope.DefineInput(layer.Name, value);
    }

    private static ElementType ReadElement(LayerContext context)
    {
        var written = context.Integer("Element", (int)ElementType.Float);
        if (written is { } element && !Enum.IsDefined(typeof(ElementType), element))
            context.OutOfRange("Element", Number(element), "a member of Element", "Element.Int32", ", or Element.Float32");
        return written == (int)ElementType.Int32 ? ElementType.Int32 : ElementType.Float;
    }

    private static Shape? ReadShape(LayerContext context, LayerFindings findings)
    {
        var dimensions = context.Integers("shape");
        if (dimensions is null or { Count: 0 } && !findings.Any)
            context.OutOfRange("shape", "empty", "the lengths of one sample", "784", " for a vector, or as in [Input(1, 28, 28)] for an image");
        for (var axis = 0; axis < (dimensions?.Count ?? 0); axis++)
            context.AtLeast(LayerContext.ElementOf("shape", axis), dimensions![axis], 1);
        if (dimensions is null || findings.Any)
            return null;
        var shape = Shape.Of(dimensions.Select(dimension => dimension!.Value).ToArray());
        return CheckSize(shape, findings) ? shape : null;
    }

    private void AddOutput(LayerPlace layer)
    {
        // A block has none, which was said when it was read.
        if (layer.Scope.IsBlock)
            return;
        if (layer.Spec.Weights() is not null)
            ReportNoWeights(layer.Findings, "leave out Weights");
        var source = layer.Scope.FindInput(layer.Spec, layer.Findings);
        consumed.Add(source);
        var fallback = layer.Spec.From() ?? (outputs.Count == 0 ? "output" : "output" + Number(outputs.Count));
        outputs.Add((layer.Name ?? fallback, source));
    }

    private void Use(LayerPlace layer)
    {
        var (spec, findings) = (layer.Spec, layer.Findings);
        var context = ContextOf(layer);
        context.CheckConflicts();
        var repeat = context.Positive("Repeat", 1);
        var value = layer.Scope.FindInput(spec, findings);
        consumed.Add(value);
        value = spec.Block is not { } block ? NewUnknown() : Repeat(layer, context, block, value, repeat);
        layer.Scope.Define(layer.Name, value);
    }

    private int Repeat(LayerPlace layer, LayerContext context, BlockSpec block, int value, int? repeat)
    {
        if ((long?)repeat * block.Layers.Count > SizeLimits.Layers)
        {
            layer.Findings.Report("SN0016", "Repeat", $"{repeat} repetitions of {block.Layers.Count} layers are more than {SizeLimits.Layers}",
                $"write {Mend.Place} or less", new Mend("Repeat", Number(SizeLimits.Layers / block.Layers.Count)));
            repeat = null;
        }

        var arguments = ArgumentsOf(layer, context, block);
        var place = PlaceOf(layer, block, arguments);
        var isShared = context.Flag("Shared", false) == true;
        var shared = FindShared(layer, block, isShared);
        for (var i = 0; i < (repeat ?? 1); i++)
        {
            var before = diagnostics.Count;
            var inner = new LayerScope(block.Layers, place, NewUnknown);
            inner.DefineInput("input", value);
            inner.IsFrozen = layer.Scope.IsFrozen || layer.Spec.IsFrozen();
            inner.Shared = shared is { } of && !isShared && repeat > 1 ? (of.Block, of.Path + Number(i) + ".") : shared;
            var isOne = isShared && i == 0;
            var prefix = layer.Path + "." + (context.Has("Repeat") && repeat > 1 && !isOne ? Number(i) + "." : "");
            value = BuildLayers(block.Layers, inner, prefix, arguments);
            if (i < repeat - 1)
                consumed.Add(value);

            // Another repetition would make the same mistakes: its value is unknown, and that is all that matters.
            if (diagnostics.Count > before)
                return NewUnknown();
        }

        return value;
    }

    /// <summary>
    /// The weights that a use of a block shares: as a part of a block that does, with others of the same name, or with its own repetitions.
    /// </summary>
    private static (SharedBlock Block, string Path)? FindShared(LayerPlace layer, BlockSpec block, bool isShared)
    {
        if (layer.Spec.Weights() is { } name)
        {
            if (!layer.Scope.SharedBlocks.TryGetValue(name, out var known))
                layer.Scope.SharedBlocks[name] = known = new SharedBlock(name, "Weights", block.Name);
            if (known.Block == block.Name)
                return layer.Scope.Shared is { } around ? (around.Block, around.Path + "=" + name + ".") : (known, "");
            layer.Findings.Report("SN0012", "Weights", $"the weights '{name}' are those of a block {known.Block}", "share weights among uses of one block, or leave out Weights");
            return null;
        }

        if (layer.Scope.Shared is { } outer)
            return (outer.Block, outer.Path + Inside(layer) + ".");
        return isShared ? (new SharedBlock(block.Name, "Shared", block.Name), "") : null;
    }

    /// <summary>Where a layer stands in its block.</summary>
    private static string Inside(LayerPlace layer) => layer.Name ?? Number(layer.Position);

    private BlockPlace PlaceOf(LayerPlace layer, BlockSpec block, IReadOnlyList<double?> arguments) => BlockPlace.Of(
        block.Name, BlockParameterSpec.Describe(block.Parameters, arguments), layer.Name, layer.Position, layer.Scope.Place, Name);

    /// <summary>Values of a block's parameters in one use of it.</summary>
    private static double?[] ArgumentsOf(LayerPlace layer, LayerContext context, BlockSpec block)
    {
        var given = context.BlockArguments("arguments") ?? Array.Empty<double?>();
        var isUnknown = layer.Spec.Arguments.Any(argument => argument is { Name: "arguments", Value: ArgumentValue.Unknown });
        return block.Parameters.Select((parameter, i) => isUnknown ? null : i < given.Count ? given[i] : parameter.Default).ToArray();
    }

    private LayerContext ContextOf(LayerPlace layer, IReadOnlyList<int>? sources = null) =>
        new(layer.Spec, layer.Arguments, this, sources ?? Array.Empty<int>(), layer.Path, layer.Findings);

    private void CountLayer(LayerPlace layer)
    {
        // Blocks within blocks multiply.
        if (++layerCount <= SizeLimits.Layers)
            return;
        Report("SN0016", layer.Spec.Index, null, layer.Subject, $"the network has more than {SizeLimits.Layers} layers", "use fewer, or repeat blocks less often");
        throw new TooManyLayersException();
    }

    private static bool CheckSize(Shape shape, LayerFindings findings)
    {
        if (shape.LongLength <= SizeLimits.Elements)
            return true;
        findings.Report("SN0016", null, $"its value of shape {shape} has more than {SizeLimits.Elements} elements", "make it smaller: no buffer exceeds 2 GB");
        return false;
    }
}
