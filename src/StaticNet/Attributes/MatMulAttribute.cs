namespace StaticNet;

/// <summary>
/// The matrix product of two values, PyTorch's <c>torch.matmul</c>: <c>(..., M, K)</c> and <c>(..., K, N)</c> become
/// <c>(..., M, N)</c>, y[m, n] = Σ over k of a[m, k] b[k, n], for every sample. Axes before the last two are equal or broadcast.
/// One name multiplies the previous layer's value with that one; two names multiply exactly those.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MatMulAttribute : LayerAttribute
{
    /// <summary>Adds a matrix product.</summary>
    /// <param name="inputs">Names of earlier layers or inputs: the left factor and the right one.</param>
    public MatMulAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }

    /// <summary>Whether the last two axes of the left factor are exchanged first: it is given as <c>(..., K, M)</c>. Default: false.</summary>
    public bool TransposeA { get; set; }

    /// <summary>Whether the last two axes of the right factor are exchanged first: it is given as <c>(..., N, K)</c>. Default: false.</summary>
    public bool TransposeB { get; set; }
}
