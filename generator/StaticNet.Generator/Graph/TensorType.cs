namespace StaticNet.Generator.Graph;

/// <summary>What the elements of a value are: the members of <c>StaticNet.Element</c>, in their order.</summary>
internal enum ElementType
{
    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>32-bit integers from 0 on, by which kernels index: class labels, tokens.</summary>
    Int32,
}

/// <summary>The type of a value: its shape a sample, and whether it has one for every sample of the batch.</summary>
internal sealed record TensorType(Shape Shape, bool Batched, ElementType Element = ElementType.Float)
{
    /// <summary>The type without its last <paramref name="count"/> axes.</summary>
    public TensorType Leading(int count) => this with { Shape = Shape.Leading(count) };

    public override string ToString()
    {
        var dimensions = (Batched ? new[] { "N" } : Array.Empty<string>()).Concat(Shape.Dimensions.Select(d => d.ToString()));
        return (Element == ElementType.Float ? "float[" : "int[") + string.Join(", ", dimensions) + "]";
    }
}
