namespace StaticNet;

/// <summary>
/// A table of vectors, one of which stands for each integer, PyTorch's <c>nn.Embedding</c>: y[t] = weight[x[t]]. Integers of
/// shape <c>(T)</c> become <c>(T, width)</c>.
/// </summary>
/// <remarks>
/// Takes an input of <see cref="Element.Int32"/>, whose elements must be from 0 to rows - 1. Parameters: <c>weight</c> of shape
/// <c>(rows, width)</c>, drawn from the normal distribution unless <see cref="Initializer"/> says otherwise.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingAttribute : LayerAttribute
{
    /// <summary>Adds a table of vectors.</summary>
    /// <param name="rows">How many vectors there are, at least one.</param>
    /// <param name="width">The length of each, at least one.</param>
    public EmbeddingAttribute(int rows, int width) => (Rows, Width) = (rows, width);

    /// <summary>How many vectors there are.</summary>
    public int Rows { get; }

    /// <summary>The length of each.</summary>
    public int Width { get; }

    /// <summary>
    /// An integer whose vector starts as zeros and has no gradient, so that it stays as it is: what sequences are filled up with, PyTorch's
    /// <c>padding_idx</c>. Default: −1, none.
    /// </summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>How the table starts. Default: <see cref="Initializer.Default"/>, which is normal with deviation 1.</summary>
    public Initializer Initializer { get; set; }

    /// <summary>The scale that <see cref="Initializer"/> takes. Default: 1.</summary>
    public double InitializerScale { get; set; } = 1.0;
}
