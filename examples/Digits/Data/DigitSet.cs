using Digits.Drawing;

namespace Digits.Data;

/// <summary>Images of digits, 28 by 28 pixels each, and their labels. Pixels stay bytes: a quarter of the memory.</summary>
internal sealed class DigitSet(byte[] pixels, int[] labels)
{
    /// <summary>Pixels of an image.</summary>
    public const int ImageLength = DigitArtist.Side * DigitArtist.Side;

    /// <summary>The number of images.</summary>
    public int Count => labels.Length;

    /// <summary>What the image shows, 0 to 9.</summary>
    public int Label(int index) => labels[index];

    /// <summary>The pixels of an image, 0 for paper to 255 for ink, row by row.</summary>
    public ReadOnlySpan<byte> Image(int index) => pixels.AsSpan(index * ImageLength, ImageLength);

    /// <summary>Collects a batch: the chosen images as network inputs, one after another, and their labels.</summary>
    public void Gather(ReadOnlySpan<int> indices, Span<float> batchInputs, Span<int> batchLabels)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            PixelScale.ToInputs(Image(indices[i]), batchInputs.Slice(i * ImageLength, ImageLength));
            batchLabels[i] = labels[indices[i]];
        }
    }
}
