using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>How generated code describes the tensors of its network. Arrays are kept, not copied.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Tensors
{
    /// <summary>A tensor that is trained.</summary>
    /// <param name="name">The name in a state dict, for example <c>0.weight</c>.</param>
    /// <param name="offset">Floats from the start of the parameters to the tensor's first element.</param>
    /// <param name="shape">The user's shape: that of PyTorch.</param>
    /// <param name="grid">
    /// Sizes that number the elements as the shape does, but part dimensions that lie in several strides: weights
    /// [120, 400] of a flattened image are a grid of [120, 16, 5, 5].
    /// </param>
    /// <param name="strides">For each size of the grid, the distance of neighbours in floats.</param>
    /// <param name="initializer">The distribution of the initial values.</param>
    /// <param name="initializerScale">The constant, the standard deviation, or a factor on the distribution's own width.</param>
    /// <param name="fanIn">How many values of the input one output depends on.</param>
    /// <param name="fanOut">How many values of the output one input reaches.</param>
    /// <exception cref="ArgumentException">A size, stride, offset or fan is negative, or the lengths do not fit.</exception>
    public static TensorInfo Parameter(
        string name, int offset, int[] shape, int[] grid, int[] strides, Initializer initializer, float initializerScale, int fanIn, int fanOut) =>
        new(TensorKind.Parameter, name, offset, shape, grid, strides, initializer, initializerScale, fanIn, fanOut);

    /// <summary>A parameter that stays as it is.</summary>
    /// <inheritdoc cref="Parameter"/>
    public static TensorInfo Frozen(
        string name, int offset, int[] shape, int[] grid, int[] strides, Initializer initializer, float initializerScale, int fanIn, int fanOut) =>
        new(TensorKind.Parameter, name, offset, shape, grid, strides, initializer, initializerScale, fanIn, fanOut) { IsFrozen = true };

    /// <summary>The same with a row that starts as zeros, whatever the others start as.</summary>
    /// <param name="tensor">A tensor of two dimensions.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">The tensor has no such row.</exception>
    public static TensorInfo WithZeroRow(TensorInfo tensor, int row)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Length != 2 || (uint)row >= (uint)tensor.Shape[0])
            throw new ArgumentException($"There is no row {row} in {tensor}.", nameof(row));
        tensor.ZeroRow = row;
        return tensor;
    }

    /// <summary>A tensor that is kept and saved but not trained; its offset is from the start of the states.</summary>
    /// <inheritdoc cref="Parameter"/>
    public static TensorInfo State(
        string name, int offset, int[] shape, int[] grid, int[] strides, Initializer initializer, float initializerScale, int fanIn, int fanOut) =>
        new(TensorKind.State, name, offset, shape, grid, strides, initializer, initializerScale, fanIn, fanOut);
}
