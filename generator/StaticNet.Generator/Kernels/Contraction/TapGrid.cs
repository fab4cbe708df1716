using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// A schedule of convolutions by taps: groups that share vectors where a group is too small to fill one, lanes over the output
/// channels of one group else.
/// </summary>
internal abstract class TapGrid
{
    /// <summary>The widest border that is left out of the code of the tiles at the edges instead of being made of zeros.</summary>
    private const int NarrowBorder = 16;

    /// <param name="target">The tier.</param>
    /// <param name="image">What windows move over.</param>
    /// <param name="epilogue">What becomes of finished sums.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weights">Rows of taps by input channels, columns of output channels.</param>
    /// <param name="kernelWidth">Taps of a row of weights.</param>
    /// <param name="resultHeight">Rows of the result.</param>
    /// <param name="resultWidth">Its columns.</param>
    /// <param name="tiling">Another tiling than the cost model's choice, for measurements.</param>
    /// <param name="companion">What is stored beside the results.</param>
    /// <param name="isBeyondCaches">Whether images and results outgrow the second-level cache.</param>
    /// <param name="hasFewVectors">Whether tiles have one vector of channels.</param>
    public static TapGrid Of(
        SimdTarget target, PaddedImage image, Epilogue epilogue, int groups, WeightColumns weights, int kernelWidth, int resultHeight, int resultWidth,
        TapTiling? tiling = null, Companion companion = Companion.None, bool isBeyondCaches = false, bool hasFewVectors = false) =>
        GroupLanes.Find(target, groups, image.Channels, weights.Columns) is { } lanes
            ? new GroupedConvolution(target, lanes, image, epilogue, weights.Columns, kernelWidth, resultHeight, resultWidth)
            : new TapConvolution(target, image, epilogue, groups, weights, kernelWidth, resultHeight, resultWidth, tiling, companion)
            {
                IsBeyondCaches = isBeyondCaches,
                HasFewVectors = hasFewVectors,
            };

    /// <summary>
    /// The image to read. A copy with a border would cost a depthwise convolution, which does a few operations an element, a
    /// fifth of its time, so it reads the value itself.
    /// </summary>
    public static PaddedImage Image(PaddedImage padded, int groups, int outputs) =>
        groups > 1 && groups == padded.Channels && groups == outputs
            && padded.IsOnlyPadded && padded.Left <= NarrowBorder && padded.Width - padded.Left - padded.InputWidth <= NarrowBorder
            ? padded.WithoutBorder()
            : padded;

    /// <summary>The tile in words: its size, why, and its arithmetic intensity.</summary>
    public abstract string Describe(ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns);

    /// <summary>Writes one grid of results of sample n, whose image is the reference <c>image</c>.</summary>
    public abstract void Write(Body body, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns);
}
