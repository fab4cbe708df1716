namespace StaticNet.Bench.Peers.Models;

/// <summary>A layer in PyTorch's terms.</summary>
internal abstract record Layer
{
    /// <summary>The shape that it makes of another, without the batch.</summary>
    public abstract int[] OutputShape(int[] input);
}

/// <summary>A convolution of stride 1 with a square kernel.</summary>
/// <param name="Weight">Of shape (channels, input channels, height, width).</param>
/// <param name="Bias">Of shape (channels).</param>
/// <param name="Padding">Zeros on each side.</param>
internal sealed record Convolution(Tensor Weight, Tensor Bias, int Padding) : Layer
{
    /// <summary>The kernel's height and width.</summary>
    public int Kernel => Weight.Shape[2];

    public override int[] OutputShape(int[] input) =>
        [Weight.Shape[0], input[1] + 2 * Padding - Kernel + 1, input[2] + 2 * Padding - Kernel + 1];
}

/// <summary>A dense layer.</summary>
/// <param name="Weight">Of shape (outputs, inputs).</param>
/// <param name="Bias">Of shape (outputs).</param>
internal sealed record Dense(Tensor Weight, Tensor Bias) : Layer
{
    public override int[] OutputShape(int[] input) => [Weight.Shape[0]];
}

/// <summary>The maximum over squares that do not overlap.</summary>
/// <param name="Size">Their width.</param>
internal sealed record MaxPool(int Size) : Layer
{
    public override int[] OutputShape(int[] input) => [input[0], input[1] / Size, input[2] / Size];
}

/// <summary>An image as a vector.</summary>
internal sealed record Flatten : Layer
{
    public override int[] OutputShape(int[] input) => [input.Aggregate((product, size) => product * size)];
}

/// <summary>A function of every element.</summary>
/// <param name="Kind">Which.</param>
internal sealed record Activation(ActivationKind Kind) : Layer
{
    public override int[] OutputShape(int[] input) => input;
}

/// <summary>The functions that networks here have.</summary>
internal enum ActivationKind
{
    Relu,
    Tanh,
}

/// <summary>Values in row-major order.</summary>
/// <param name="Shape">Their shape.</param>
/// <param name="Values">The values.</param>
internal sealed record Tensor(int[] Shape, float[] Values);
