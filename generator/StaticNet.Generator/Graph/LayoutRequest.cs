namespace StaticNet.Generator.Graph;

/// <summary>Layouts while they are assigned.</summary>
internal interface ILayouts
{
    /// <summary>The layouts in which random streams number their elements.</summary>
    Dictionary<int, Layout> StreamLayouts { get; }

    /// <summary>A node of the graph.</summary>
    Node Source(int id);

    /// <summary>Its layout; null for a parameter that is free yet.</summary>
    Layout? LayoutOf(int id);
}

/// <summary>What an operation sees while layouts are assigned, and how it asks for those of its inputs.</summary>
internal sealed class LayoutRequest
{
    private readonly ILayouts assignment;
    private readonly Layout?[] required;
    private readonly bool readsBlocks;

    public LayoutRequest(ILayouts assignment, Node node)
    {
        this.assignment = assignment;
        Node = node;
        required = new Layout?[node.Inputs.Count];
        readsBlocks = node.ReadsBlocks(node.Inputs.Select(input => assignment.Source(input).Type).ToArray());
    }

    /// <summary>The node whose layout is assigned; its inputs have theirs, except parameters that nobody has read yet.</summary>
    public Node Node { get; }

    /// <summary>What was asked for; null takes an input as it is.</summary>
    public IReadOnlyList<Layout?> Required =>
        required.Select((layout, i) => layout ?? (Node.Inputs.Count > 0 && assignment.LayoutOf(Node.Inputs[i]) is { InBlocks: true } ? LayoutOf(i) : null)).ToArray();

    public Node Source(int input) => assignment.Source(Node.Inputs[input]);

    public TensorType TypeOf(int input) => Source(input).Type;

    public Shape ShapeOf(int input) => Source(input).Shape;

    /// <summary>
    /// The layout of an input, or what it is to become where the operation reads no blocks of samples; null for a parameter that is
    /// free yet.
    /// </summary>
    public Layout? LayoutOf(int input) => assignment.LayoutOf(Node.Inputs[input]) is { } layout
        ? readsBlocks ? layout : layout with { InBlocks = false }
        : null;

    /// <summary>Asks for a layout: a free parameter takes it, any other value is copied if it differs.</summary>
    public void Require(int input, Layout layout) => required[input] = layout;

    /// <summary>
    /// Asks for an image whose axes can be told apart: row-major or channels last, whichever it is; channels last also in a border.
    /// </summary>
    public void RequireImage(int input) =>
        RequireImage(input, Layout.ChannelsLast(ShapeOf(input)));

    /// <summary>The same for a reader of planes, row-major, which take a border.</summary>
    public void RequirePlanes(int input) =>
        RequireImage(input, Layout.RowMajor(ShapeOf(input)));

    private void RequireImage(int input, Layout bordered)
    {
        var shape = ShapeOf(input);
        var channelsLast = Layout.ChannelsLast(shape);
        var layout = LayoutOf(input);
        var isImage = layout is not null && layout.Describes(shape)
            && (layout.IsRowMajor || layout.For(shape).IsEquivalentTo(channelsLast) || layout.IsEquivalentTo(bordered with { Border = layout.Border }));
        Require(input, isImage ? layout!.For(shape) : channelsLast);
    }

    /// <summary>The layout in which a random stream numbers its elements, once it is known.</summary>
    public Layout? StreamLayout(int stream) => assignment.StreamLayouts.TryGetValue(stream, out var layout) ? layout : null;

    public void SetStreamLayout(int stream, Layout layout) => assignment.StreamLayouts[stream] = layout;
}
