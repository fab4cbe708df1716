using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// The image that a convolution reads, in a border of zeros, so that no tap of any tile has to ask where the image ends: channels
/// last, or in planes, a channel after another. A value that lies so already is read where it is; of any other, every sample is
/// first copied into scratch memory, a fraction of the convolution's own work.
/// </summary>
internal sealed class PaddedImage
{
    private readonly string source;
    private readonly Operand operand;
    private readonly int[] sourceStrides;

    /// <param name="source">The kernel's parameter.</param>
    /// <param name="operand">Its type and layout: row-major or channels last, in a border or without.</param>
    /// <param name="top">Zeros above.</param>
    /// <param name="left">Zeros on the left.</param>
    /// <param name="height">Height with padding; may cut off rows that no window reaches.</param>
    /// <param name="width">Width with padding.</param>
    /// <param name="inPlanes">Whether channels lie apart, each as an image of its own, rather than side by side.</param>
    public PaddedImage(string source, Operand operand, int top, int left, int height, int width, bool inPlanes = false)
    {
        this.source = source;
        this.operand = operand;
        InPlanes = inPlanes;
        var shape = operand.Shape;
        var layout = operand.Layout.For(shape);
        var border = layout.Border;
        sourceStrides = layout.Strides();
        (Channels, InputHeight, InputWidth) = (shape[0], shape[1], shape[2]);
        (Top, Left, Height, Width) = (top, left, height, width);
        var hasOrder = Channels == 1 || (layout with { Border = default }).IsEquivalentTo(
            inPlanes ? Layout.RowMajor(shape) : Layout.ChannelsLast(shape));
        var hasBorder = border.Top >= top && border.Left >= left
            && InputHeight + border.Bottom >= height - top && InputWidth + border.Right >= width - left;
        IsCopied = !hasOrder || !hasBorder;
        IsOnlyPadded = IsCopied && hasOrder;
        if (!IsCopied)
            (Height, Width) = (top + InputHeight + border.Bottom, left + InputWidth + border.Right);
        ColumnStride = inPlanes ? 1 : Channels;
        RowStride = IsCopied ? Width * ColumnStride : sourceStrides[1];
        ChannelStride = !inPlanes ? 1 : IsCopied ? Height * Width : sourceStrides[0];
    }

    public bool InPlanes { get; }

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
    public bool IsOnlyPadded { get; }

    public int ScratchLength => IsCopied ? Height * Width * Channels : 0;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; }

    /// <summary>Elements from one pixel to the next.</summary>
    public int ColumnStride { get; }

    /// <summary>Elements from one channel to the next.</summary>
    public int ChannelStride { get; }

    /// <summary>The border that makes an image readable where it lies.</summary>
    public Border Border => new(Top, Left, Math.Max(0, Height - Top - InputHeight), Math.Max(0, Width - Left - InputWidth));

    /// <summary>The value as it is, whose reader has to ask where the border is.</summary>
    public PaddedImage WithoutBorder() => new(source, operand, 0, 0, InputHeight, InputWidth, InPlanes);

    /// <summary>Clears the border, once a call.</summary>
    public void WriteBorder(Body body)
    {
        if (!IsCopied || (Top == 0 && Left == 0 && Height <= InputHeight && Width <= InputWidth))
            return;
        var (rows, columns) = (Math.Min(InputHeight, Height - Top), Math.Min(InputWidth, Width - Left));
        body.Comment("The border stays zero for all samples: above, between the end of a row and the next, and below.");
        body.Loop("plane", 0, InPlanes ? Channels : 1, 1, (inPlane, plane) =>
        {
            var start = plane * (Height * Width);
            var length = ScratchLength / (InPlanes ? Channels : 1);
            var first = (Top * RowStride) + (Left * ColumnStride);
            if (first > 0)
                inPlane.Add(new Statement.Clear("scratch", start, first));
            if (Width > columns)
            {
                inPlane.Loop("row", 0, rows - 1, 1, (inner, row) => inner.Add(new Statement.Clear(
                    "scratch", start + (row * RowStride) + (first + (columns * ColumnStride)), (Width - columns) * ColumnStride)));
            }

            var last = first + ((rows - 1) * RowStride) + (columns * ColumnStride);
            if (last < length)
                inPlane.Add(new Statement.Clear("scratch", start + last, length - last));
        });
    }

    /// <summary>Makes sample <paramref name="n"/> readable through the reference <paramref name="name"/>.</summary>
    public void WriteSample(Body body, string name, string n)
    {
        if (!IsCopied)
        {
            body.Reference(name, source, (IndexExpression.Variable(n) * operand.SampleStride)
                + (operand.Layout.Start - (Top * sourceStrides[1]) - (Left * sourceStrides[2])));
            return;
        }

        WriteRows(body, name, n, 0, Math.Min(InputHeight, Height - Top));
    }

    /// <summary>
    /// Where what will be read next lies while windows that begin in row <paramref name="row"/> see <paramref name="seen"/> rows: behind
    /// those; or, where samples are copied first, the row of the next sample.
    /// </summary>
    public (string Reference, IndexExpression Offset) Following(string name, string n, IndexExpression row, int seen) => IsCopied
        ? (source, (IndexExpression.Variable(n) * operand.SampleStride) + (row * (InputWidth * Channels)) + operand.SampleStride)
        : (name, (row * RowStride) + (seen * RowStride));

    /// <summary>Copies rows <paramref name="from"/> to <paramref name="to"/> of a sample, of those that windows reach, and declares the image.</summary>
    public void WriteRows(Body body, string name, string n, IndexExpression from, IndexExpression to)
    {
        body.Reference(name + "Source", source, (IndexExpression.Variable(n) * operand.SampleStride) + operand.Layout.Start);
        body.Reference(name, "scratch", 0);
        var columns = Math.Min(InputWidth, Width - Left);
        var target = (Top * RowStride) + (Left * ColumnStride);
        body.Loop("row", from, to, 1, (copy, row) =>
        {
            if (!IsOnlyPadded)
            {
                // A row of every channel, channels by columns, becomes columns by channels; or the other way.
                copy.Add(InPlanes
                    ? new Statement.Transpose(name, (row * RowStride) + target, ChannelStride, name + "Source", row * sourceStrides[1], sourceStrides[2], columns, Channels)
                    : new Statement.Transpose(name, (row * RowStride) + target, Channels, name + "Source", row * sourceStrides[1], sourceStrides[0], Channels, columns));
            }
            else if (InPlanes)
            {
                copy.Loop("plane", 0, Channels, 1, (inPlane, plane) => inPlane.Add(new Statement.Copy(
                    name, (plane * ChannelStride) + (row * RowStride) + target, name + "Source", (plane * sourceStrides[0]) + (row * sourceStrides[1]), columns)));
            }
            else
            {
                copy.Add(new Statement.Copy(name, (row * RowStride) + target, name + "Source", row * sourceStrides[1], columns * Channels));
            }
        });
    }
}
