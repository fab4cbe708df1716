using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// The image that a convolution reads, channels last. Where there is padding (or the value lies row-major), every sample is
/// first copied into scratch memory with a border of zeros: a fraction of the convolution's own work, and no tap of any tile
/// has to ask where the border is.
/// </summary>
internal sealed class PaddedImage
{
    private readonly string source;
    private readonly Operand operand;
    private readonly bool transposes;

    /// <param name="source">The kernel's parameter.</param>
    /// <param name="operand">Its type and layout.</param>
    /// <param name="top">Zeros above.</param>
    /// <param name="left">Zeros on the left.</param>
    /// <param name="height">Height with padding; may cut off rows that no window reaches.</param>
    /// <param name="width">Width with padding.</param>
    public PaddedImage(string source, Operand operand, int top, int left, int height, int width)
    {
        this.source = source;
        this.operand = operand;
        var shape = operand.Shape;
        (Channels, InputHeight, InputWidth) = (shape[0], shape[1], shape[2]);
        (Top, Left, Height, Width) = (top, left, height, width);
        transposes = !operand.Layout.IsEquivalentTo(Layout.ChannelsLast(shape));
        IsCopied = transposes || top > 0 || left > 0 || height > InputHeight || width > InputWidth;
        if (!IsCopied)
            (Height, Width) = (InputHeight, InputWidth);
    }

    public int Channels { get; }

    public int InputHeight { get; }

    public int InputWidth { get; }

    public int Top { get; }

    public int Left { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Whether samples pass through scratch memory.</summary>
    public bool IsCopied { get; }

    /// <summary>Whether a border is all that samples are copied for.</summary>
    public bool IsOnlyPadded => IsCopied && !transposes;

    public int ScratchLength => IsCopied ? Height * Width * Channels : 0;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride => Width * Channels;

    /// <summary>The value as it is, whose reader has to ask where the border is.</summary>
    public PaddedImage WithoutBorder() => new(source, operand, 0, 0, InputHeight, InputWidth);

    /// <summary>Clears the border, once a call.</summary>
    public void WriteBorder(Body body)
    {
        if (!IsCopied || (Top == 0 && Left == 0 && Height <= InputHeight && Width <= InputWidth))
            return;
        var (rows, columns) = (Math.Min(InputHeight, Height - Top), Math.Min(InputWidth, Width - Left));
        body.Comment("The border stays zero for all samples: above, between the end of a row and the next, and below.");
        var first = (Top * RowStride) + (Left * Channels);
        if (first > 0)
            body.Add(new Statement.Clear("scratch", 0, first));
        if (Width > columns)
        {
            body.Loop("row", 0, rows - 1, 1, (inner, row) =>
                inner.Add(new Statement.Clear("scratch", (row * RowStride) + (first + (columns * Channels)), (Width - columns) * Channels)));
        }

        var last = first + ((rows - 1) * RowStride) + (columns * Channels);
        if (last < ScratchLength)
            body.Add(new Statement.Clear("scratch", last, ScratchLength - last));
    }

    /// <summary>Makes sample <paramref name="n"/> readable through the reference <paramref name="name"/>.</summary>
    public void WriteSample(Body body, string name, string n)
    {
        var sample = IndexExpression.Variable(n) * (Channels * InputHeight * InputWidth);
        if (!IsCopied)
        {
            body.Reference(name, source, sample);
            return;
        }

        WriteRows(body, name, n, 0, Math.Min(InputHeight, Height - Top));
    }

    /// <summary>Copies rows <paramref name="from"/> to <paramref name="to"/> of a sample, of those that windows reach, and declares the image.</summary>
    public void WriteRows(Body body, string name, string n, IndexExpression from, IndexExpression to)
    {
        body.Reference(name + "Source", source, IndexExpression.Variable(n) * (Channels * InputHeight * InputWidth));
        body.Reference(name, "scratch", 0);
        var columns = Math.Min(InputWidth, Width - Left);
        var target = (Top * RowStride) + (Left * Channels);
        body.Loop("row", from, to, 1, (copy, row) =>
        {
            if (!transposes)
            {
                copy.Add(new Statement.Copy(name, (row * RowStride) + target, name + "Source", row * (InputWidth * Channels), columns * Channels));
                return;
            }

            // A row of every channel, channels by columns, becomes columns by channels.
            copy.Add(new Statement.Transpose(
                name, (row * RowStride) + target, Channels, name + "Source", row * InputWidth, InputHeight * InputWidth, Channels, columns));
        });
    }
}
