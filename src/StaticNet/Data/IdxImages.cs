namespace StaticNet;

/// <summary>The grey images of an IDX file.</summary>
public sealed class IdxImages
{
    private readonly byte[] pixels;

    internal IdxImages(int count, int height, int width, byte[] pixels)
    {
        Count = count;
        Height = height;
        Width = width;
        this.pixels = pixels;
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Pixels of an image.</summary>
    public int ImageLength => Height * Width;

    /// <summary>All pixels, image after image in row-major order, from 0 to 255.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>The pixels of one image, in row-major order.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return pixels.AsSpan(index * ImageLength, ImageLength);
        }
    }

    /// <summary>Converts one image to floats: scale times the pixel, plus offset.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives <see cref="ImageLength"/> floats; what lies beyond them is left alone.</param>
    /// <param name="scale">1/255 brings pixels to 0 to 1.</param>
    /// <param name="offset">Added to every pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The destination is shorter than an image.</exception>
    public void CopyTo(int index, Span<float> destination, float scale = 1f / 255f, float offset = 0f)
    {
        ReadOnlySpan<byte> image = this[index];
        if (destination.Length < image.Length)
            throw new ArgumentException(
                $"An image has {image.Length} pixels, but the destination has {destination.Length} floats.", nameof(destination));
        for (int i = 0; i < image.Length; i++)
            destination[i] = image[i] * scale + offset;
    }
}
