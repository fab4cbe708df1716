using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>The sizes of a convolution, or of the transposed one, that its kernels depend on.</summary>
/// <param name="Window">The convolution's window.</param>
/// <param name="Groups">Groups of channels apart.</param>
/// <param name="Result">The shape of the result: of y, or of dx.</param>
internal sealed record ConvolutionShape(Window2D Window, int Groups, Shape Result)
{
    public int Channels => Result[0];

    /// <summary>Taps of a window.</summary>
    public int Taps => Window.Height.Kernel * Window.Width.Kernel;

    /// <summary>The weights' matrix for an image with so many channels.</summary>
    public WeightColumns WeightsFor(int inputs) => new(Channels, Taps * inputs, WeightColumns.Suits(Channels));

    /// <summary>Whether every pixel is convolved on its own, so that pixels, channels side by side, are the rows of a matrix.</summary>
    public bool IsPointwise(Operand input) =>
        Window is { Height: { Kernel: 1, Stride: 1 }, Width: { Kernel: 1, Stride: 1 }, HasPadding: false } && Groups == 1
        && input.Layout.IsEquivalentTo(Layout.ChannelsLast(input.Shape));

    /// <summary>The same convolution as a product of matrices.</summary>
    public MatrixProductAlgorithm AsProduct(int inputs) => new(Result[1] * Result[2], inputs, Channels);
}
