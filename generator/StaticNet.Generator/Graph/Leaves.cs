namespace StaticNet.Generator.Graph;

/// <summary>A value that comes from outside the graph.</summary>
internal abstract record Leaf(TensorType Type) : Operation
{
    public override bool IsLeaf => true;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => Type;
}

/// <summary>The network's input <paramref name="Index"/>.</summary>
internal sealed record NetworkInput(int Index, Shape Shape, ElementType Element = ElementType.Float) : Leaf(new TensorType(Shape, true, Element))
{
    public override string Describe() => "Input " + Index;
}

/// <summary>The trainable tensor <paramref name="Index"/>.</summary>
internal sealed record NetworkParameter(int Index, string Name, Shape Shape) : Leaf(new TensorType(Shape, false))
{
    public override string Describe() => "Parameter " + Name;
}

/// <summary>The tensor <paramref name="Index"/> that is kept and saved but not trained.</summary>
internal sealed record NetworkState(int Index, string Name, Shape Shape) : Leaf(new TensorType(Shape, false))
{
    public override string Describe() => "State " + Name;
}

/// <summary>What loss <paramref name="Index"/> compares with.</summary>
internal sealed record Target(int Index, Shape Shape, ElementType Element) : Leaf(new TensorType(Shape, true, Element))
{
    public override string Describe() => "Target " + Index;
}

/// <summary>The gradient that the caller of Backward gives for output <paramref name="Index"/>.</summary>
internal sealed record OutputGradient(int Index, Shape Shape) : Leaf(new TensorType(Shape, true))
{
    public override string Describe() => "OutputGradient " + Index;
}

/// <summary>One over the number of samples of the call: losses are means over the batch.</summary>
internal sealed record InverseBatchSize() : Leaf(new TensorType(Shape.Scalar, false))
{
    public override string Describe() => "InverseBatchSize";
}
