using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Gives every value a memory layout, in one walk in execution order: each operation chooses the layout of its result from
/// those of its inputs (<see cref="Operation.AssignLayout"/>), parameters have theirs already, and a copy is
/// inserted only where a reader cannot take a value as it is. Values that cross the network's boundary are row-major.
/// </summary>
internal sealed class LayoutAssignment : ILayouts
{
    /// <summary>How much larger than an image it may become by its border.</summary>
    private const long WidestBorder = 3;

    private readonly Graph.Graph source;
    private readonly GraphBuilder builder = new();
    private readonly int[] renumbered;
    private readonly Dictionary<int, Layout> parameterLayouts;
    private readonly Dictionary<int, Layout> layouts = new();
    private readonly HashSet<int> gradientNodes = new();

    private readonly bool arrangesInputs;

    private LayoutAssignment(Graph.Graph source, IReadOnlyDictionary<int, Layout> parameterLayouts, bool arrangesInputs)
    {
        this.source = source;
        this.parameterLayouts = parameterLayouts.ToDictionary(pair => pair.Key, pair => pair.Value);
        this.arrangesInputs = arrangesInputs;
        renumbered = new int[source.Nodes.Count];
    }

    public Dictionary<int, Layout> StreamLayouts { get; } = new();

    /// <summary>Assigns layouts.</summary>
    /// <param name="graph">A graph without layouts.</param>
    /// <param name="parameterLayouts">Layouts of the parameters (<see cref="ParameterLayouts"/>), by index.</param>
    /// <param name="arrangesInputs">
    /// Whether images are brought into the order of their readers, in a border, when they are copied to the arena; else inputs are
    /// row-major there, too.
    /// </param>
    public static Graph.Graph Run(Graph.Graph graph, IReadOnlyDictionary<int, Layout> parameterLayouts, bool arrangesInputs) =>
        new LayoutAssignment(graph, parameterLayouts, arrangesInputs).Run();

    /// <summary>What the first readers of parameters that are free yet ask for, by index; with the layouts of the others.</summary>
    public static IReadOnlyDictionary<int, Layout> FindWishes(Graph.Graph graph, IReadOnlyDictionary<int, Layout> parameterLayouts, bool arrangesInputs)
    {
        var assignment = new LayoutAssignment(graph, parameterLayouts, arrangesInputs);
        foreach (var node in graph.Nodes.Where(node => node.Operation is not NetworkParameter))
            assignment.Assign(node);
        return assignment.parameterLayouts;
    }

    public Node Source(int id) => source[id];

    public Layout? LayoutOf(int id) => layouts.TryGetValue(id, out var layout) ? layout
        : ParameterOf(id) is { } parameter && parameterLayouts.TryGetValue(parameter.Index, out layout) ? layout
        : null;

    /// <summary>
    /// The parameter that a value is, perhaps under another shape: its elements have the same numbers then, so the order that a reader wants
    /// of them can be that of the parameter.
    /// </summary>
    private NetworkParameter? ParameterOf(int id)
    {
        while (source[id].Operation is Reshape)
            id = source[id].Inputs[0];
        return source[id].Operation as NetworkParameter;
    }

    private Graph.Graph Run()
    {
        // Parameters are placed when their first reader has said how it wants them, so they are emitted before everything.
        var operations = source.Nodes.Where(node => node.Operation is not NetworkParameter).ToArray();
        var assigned = operations.ToDictionary(node => node.Id, Assign);
        foreach (var node in source.Nodes)
        {
            if (node.Operation is NetworkParameter parameter)
            {
                // What nobody reads here, a reader in another graph may still place.
                layouts[node.Id] = parameterLayouts.TryGetValue(parameter.Index, out var layout) ? layout : Layout.RowMajor(node.Shape);
                renumbered[node.Id] = builder.Copy(node with { Layout = layouts[node.Id] }, Array.Empty<int>());
            }
            else if (node.Operation is Reshape && ParameterOf(node.Id) is not null)
            {
                layouts[node.Id] = layouts[node.Inputs[0]] is { IsRowMajor: false } order ? order : Layout.RowMajor(node.Shape);
            }
        }

        var roots = new Root[source.Roots.Count];
        var outputsArePlaced = false;
        foreach (var node in operations)
        {
            // Outputs leave when the forward pass ends, before anything of the backward pass takes their place.
            if (!outputsArePlaced && node.Origin.Phase != Phase.Forward)
            {
                builder.Loop = null;
                PlaceRoots(roots, kind => kind is RootKind.Output or RootKind.StateUpdate);
                outputsArePlaced = true;
            }

            var required = assigned[node.Id];
            builder.Loop = node.Loop;
            var inputs = node.Inputs.Select((input, i) => Convert(input, required[i], node.Origin)).ToArray();
            if (node.Operation is NextState && !IsMadeBy(builder.Base(inputs[0]), node.Loop!))
                inputs[0] = builder.Copy(new Node(0, new Duplicate(RootKind.StateUpdate, -1), default, node.Type, node.Origin, layouts[node.Id]) { Loop = node.Loop }, new[] { inputs[0] });
            renumbered[node.Id] = builder.Copy(node with { Layout = layouts[node.Id] }, inputs);
        }

        builder.Loop = null;
        PlaceRoots(roots, kind => kind is not (RootKind.Output or RootKind.StateUpdate) || !outputsArePlaced);
        return builder.Build(source.Interface, roots);
    }

    /// <summary>Whether a kernel of a loop makes a value: it can do so where the next step finds it.</summary>
    private bool IsMadeBy(int id, Loop loop) => builder[id].Loop == loop && !builder[id].Operation.IsLeaf;

    private void PlaceRoots(Root[] roots, Func<RootKind, bool> chooses)
    {
        for (var i = 0; i < roots.Length; i++)
        {
            var root = source.Roots[i];
            if (!chooses(root.Kind))
                continue;
            var node = Convert(root.Node, LayoutOfRoot(root), source[root.Node].Origin);

            // Equal gradients of several parameters are computed once, but each parameter has a place for its own. A state changes
            // when all that reads it has run.
            if (root.Kind == RootKind.StateUpdate || (root.Kind == RootKind.ParameterGradient && !gradientNodes.Add(builder.Base(node))))
            {
                var duplicate = new Node(0, new Duplicate(root.Kind, root.Index), default, builder[node].Type, builder[node].Origin, builder[node].Layout);
                node = builder.Copy(duplicate, new[] { node });
            }

            roots[i] = root with { Node = node };
        }
    }

    private IReadOnlyList<Layout?> Assign(Node node)
    {
        var request = new LayoutRequest(this, node);
        if (node.Operation is Reshape && ParameterOf(node.Id) is not null)
            return request.Required;
        layouts[node.Id] = node.Operation is NetworkInput && arrangesInputs ? ArrangeInput(node) : node.Operation.AssignLayout(request);
        var required = request.Required;
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            if (ParameterOf(node.Inputs[i]) is { } parameter && !parameterLayouts.ContainsKey(parameter.Index))
                parameterLayouts[parameter.Index] = required[i] is { IsRowMajor: false } order ? order : Layout.RowMajor(parameter.Shape);
        }

        return required;
    }

    /// <summary>
    /// Inputs are copied to the arena in any case, so images that convolutions alone read are put there as those want them:
    /// the first to read them says whether in planes or channels last, and the border is as wide as that of any. Samples over which
    /// the lanes of their readers run come in blocks.
    /// </summary>
    private Layout ArrangeInput(Node input)
    {
        var forward = source.Nodes.Where(node => node.Inputs.Contains(input.Id) && node.Origin.Phase == Phase.Forward).ToArray();
        if (forward.Length > 0 && forward.All(node => node.Schedule.Algorithm is BatchProductAlgorithm))
            return Layout.RowMajor(input.Shape) with { InBlocks = true };
        var border = default(Border);
        bool? inPlanes = null;
        foreach (var reader in source.Nodes.Where(node => node.Inputs.Contains(input.Id)))
        {
            if ((reader.Schedule.Algorithm as IImageReader ?? reader.Operation as IImageReader) is not { } image || reader.Inputs[0] != input.Id || reader.Inputs.Count(id => id == input.Id) > 1
                || !image.TakesBorder(input.Shape, out var wanted))
            {
                return Layout.RowMajor(input.Shape);
            }

            inPlanes ??= image.ReadsPlanes;
            if (image.ReadsPlanes == inPlanes)
                border = border.Union(wanted);
        }

        if (inPlanes is null)
            return Layout.RowMajor(input.Shape);
        if (inPlanes == true)
            border = WithRowsOnLines(border, input.Shape[2]);

        // A border that is much larger than the image would be stored for every sample of a batch: kernels then make it for one at a time.
        var (height, width) = ((long)input.Shape[1] + border.Top + border.Bottom, (long)input.Shape[2] + border.Left + border.Right);
        if (height * width > WidestBorder * input.Shape[1] * input.Shape[2])
            return Layout.RowMajor(input.Shape);
        var order = inPlanes == true || input.Shape[0] == 1 ? Layout.RowMajor(input.Shape) : Layout.ChannelsLast(input.Shape);
        return order with { Border = border };
    }

    /// <summary>
    /// Lanes run over the pixels of planes, and a vector that crosses a cache line is two loads. So rows, all but narrow ones, begin on lines,
    /// where that takes no more than half as much memory again (<see cref="MemoryPlan"/> places the first of them).
    /// </summary>
    private static Border WithRowsOnLines(Border border, int width)
    {
        var row = (long)border.Left + width + border.Right;
        var onLines = (row + CostModel.LineFloats - 1) / CostModel.LineFloats * CostModel.LineFloats;
        return 2 * onLines <= 3 * row ? border with { Right = border.Right + (int)(onLines - row) } : border;
    }

    /// <summary>The gradient of a parameter that nobody reads is zero in any layout.</summary>
    private Layout LayoutOfRoot(Root root) => root.Kind == RootKind.ParameterGradient && parameterLayouts.TryGetValue(root.Index, out var layout)
        ? layout
        : Layout.RowMajor(source[root.Node].Shape);

    /// <summary>The node that has the value of <paramref name="id"/> in the layout that a reader asks for.</summary>
    private int Convert(int id, Layout? wanted, Origin reader)
    {
        var node = renumbered[id];
        return wanted is null ? node : Convert(node, builder[node].AssignedLayout, wanted, reader);
    }

    private int Convert(int node, Layout layout, Layout wanted, Origin reader)
    {
        if (layout.IsEquivalentTo(wanted))
            return node;
        if (layout.InBlocks != wanted.InBlocks)
        {
            // Samples come out of blocks, or into them, element by element in the order that they have there.
            var unblocked = layout.InBlocks ? layout with { InBlocks = false } : wanted with { InBlocks = false };
            return layout.InBlocks
                ? Convert(AddCopy(node, unblocked, reader), unblocked, wanted, reader)
                : AddCopy(Convert(node, layout, unblocked, reader), wanted, reader);
        }

        if (!layout.IsRowMajor && !wanted.IsRowMajor && layout.Grid != wanted.Grid)
            node = AddCopy(node, Layout.RowMajor(builder[node].Shape), reader);
        return AddCopy(node, wanted, reader);
    }

    private int AddCopy(int node, Layout layout, Origin reader) =>
        builder.Copy(new Node(0, new ChangeLayout(layout), default, builder[node].Type, reader, layout) { Loop = builder.Loop }, new[] { node });
}
