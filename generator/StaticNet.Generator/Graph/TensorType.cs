namespace StaticNet.Generator.Graph;

/// <summary>What the elements of a value are.</summary>
internal enum ElementType
{
    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>32-bit class indices.</summary>
    Label,
}

/// <summary>The type of a value: its shape a sample, and whether it has one for every sample of the batch.</summary>
internal sealed record TensorType(Shape Shape, bool Batched, ElementType Element = ElementType.Float)
{
    public override string ToString()
    {
        var dimensions = (Batched ? new[] { "N" } : Array.Empty<string>()).Concat(Shape.Dimensions.Select(d => d.ToString()));
        return (Element == ElementType.Float ? "float[" : "label[") + string.Join(", ", dimensions) + "]";
    }
}
