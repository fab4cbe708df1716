using StaticNet.Generator.Kernels.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Writes one grid of results of sample n: rows, columns, and the taps along both.</summary>
internal delegate void WriteTapGrid(Body body, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns);

/// <summary>
/// The choice between the schedules of convolutions by taps: groups that share vectors where a group is too small to fill one,
/// lanes over the output channels of one group else.
/// </summary>
internal static class TapGrid
{
    /// <summary>The widest border that is left out of the code of the tiles at the edges instead of being made of zeros.</summary>
    private const int NarrowBorder = 16;

    public static WriteTapGrid Writer(
        SimdTarget target, PaddedImage image, Epilogue epilogue, int groups, int outputs, int kernelWidth, int resultHeight, int resultWidth) =>
        GroupLanes.Find(target, groups, image.Channels, outputs) is { } lanes
            ? new GroupedConvolution(target, lanes, image, epilogue, outputs, kernelWidth, resultHeight, resultWidth).Write
            : new TapConvolution(target, image, epilogue, groups, outputs, kernelWidth, resultHeight, resultWidth).Write;

    /// <summary>
    /// The image to read. A copy with a border would cost a depthwise convolution, which does a few operations an element, a
    /// fifth of its time, so it reads the value itself.
    /// </summary>
    public static PaddedImage Image(PaddedImage padded, int groups, int outputs) =>
        groups > 1 && groups == padded.Channels && groups == outputs
            && padded.IsOnlyPadded && padded.Left <= NarrowBorder && padded.Width - padded.Left - padded.InputWidth <= NarrowBorder
            ? padded.WithoutBorder()
            : padded;

    /// <param name="target">The tier.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="inputs">Input channels of all of them.</param>
    /// <param name="outputs">Output channels of all of them.</param>
    /// <param name="taps">Taps of a row.</param>
    /// <param name="width">Pixels of a row.</param>
    public static string Describe(SimdTarget target, int groups, int inputs, int outputs, int taps, int width) =>
        GroupLanes.Find(target, groups, inputs, outputs) is { } lanes
            ? GroupedConvolution.Describe(target, lanes, groups, taps, width)
            : ForwardConvolution.Describe(target, outputs / groups, width);
}
