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
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Batched">Whether there is one for every sample.</param>
/// <param name="Element">What its elements are.</param>
/// <param name="Steps">
/// Of a value that every sample has for each step of a sequence, how many steps. All samples of a step come before the next step, so that
/// steps are a larger batch to whoever computes with them.
/// </param>
internal sealed record TensorType(Shape Shape, bool Batched, ElementType Element = ElementType.Float, int Steps = 1)
{
    /// <summary>The type without its last <paramref name="count"/> axes.</summary>
    public TensorType Leading(int count) => this with { Shape = Shape.Leading(count) };

    public override string ToString()
    {
        var dimensions = (Batched ? new[] { Steps == 1 ? "N" : Steps.ToString(System.Globalization.CultureInfo.InvariantCulture) + " N" } : Array.Empty<string>()).Concat(Shape.Dimensions.Select(d => d.ToString()));
        return (Element == ElementType.Float ? "float[" : "int[") + string.Join(", ", dimensions) + "]";
    }
}
