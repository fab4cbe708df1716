using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// How a convolution in planes takes in an input of the network (<see cref="Schedule.TakesIn"/>): tiles of the first output channels
/// copy rows from the caller into the border of zeros, some rows ahead of those that they read, a channel between the multiply-adds of
/// two. The first rows come before all tiles.
/// </summary>
internal sealed class PlaneEntry
{
    private const string Enters = "enters";

    /// <summary>Vectors that are copied or cleared without a loop.</summary>
    private const int VectorsInLine = 4;

    private readonly SimdTarget target;
    private readonly Operand operand;
    private readonly int tileRows;
    private readonly int rowStride;
    private readonly int channelStride;
    private readonly int firstRows;

    /// <param name="target">The tier.</param>
    /// <param name="operand">The input's type and layout.</param>
    /// <param name="window">What moves over it.</param>
    /// <param name="tileRows">Rows of a tile, all but the last.</param>
    public PlaneEntry(SimdTarget target, Operand operand, Window2D window, int tileRows)
    {
        this.target = target;
        this.operand = operand;
        this.tileRows = tileRows;
        var strides = operand.Layout.Strides();
        (channelStride, rowStride) = (strides[0], strides[1]);

        // As many as the first tiles read, and what is left when tiles copy as many rows as they have; all where vectors of a tile would
        // load what lies behind the caller's memory.
        var ahead = Math.Min(Height, tileRows + Math.Max(0, window.Height.Extent - 1 - window.Height.PadBefore));
        firstRows = FillsVectors ? ahead + ((Height - ahead) % tileRows) : Height;
    }

    private int Channels => operand.Shape[0];

    private int Height => operand.Shape[1];

    private int Width => operand.Shape[2];

    private Border Border => operand.Layout.Border;

    private bool FillsVectors => target.Width > 1 && Width >= target.Width;

    /// <summary>Zeros between a row and the next.</summary>
    private int Between => Border.Left + Border.Right;

    /// <summary>Whether an input can come in so: into a border that has room for the zeros behind every row, by vectors of results that lie like its own.</summary>
    /// <param name="input">The input's type and layout.</param>
    /// <param name="window">What moves over it.</param>
    /// <param name="result">The shape of the result.</param>
    public static bool Suits(Operand input, Window2D window, Shape result)
    {
        var border = input.Layout.Border;
        return !border.IsEmpty && (input.Layout with { Border = default }).IsRowMajor && result[2] == input.Shape[2]
            && (border.Bottom > 0 || border.Left == 0) && window is { Height.Stride: 1, Width.Stride: 1 };
    }

    /// <summary>Asks whether the caller's memory is another than the arena's, before the loop over samples.</summary>
    public void Begin(Body body) => body.Add(new Statement.DeclareIsApart(Enters, "entering", "x"));

    /// <summary>Copies the first rows of all channels of a sample, and clears what lies above and below the images.</summary>
    public void WriteFirstRows(Body body, IndexExpression sample)
    {
        body.Comment(firstRows == Height ? "The image comes in from the caller, into its border of zeros."
            : "The first rows come in from the caller; tiles take in the others, ahead of those that read them.");
        body.If(0, Enters, copy => WriteFirstRowsOfPlanes(copy, sample));
    }

    private void WriteFirstRowsOfPlanes(Body body, IndexExpression sample) =>
        body.Loop("plane", 0, Channels, 1, (inPlane, plane) =>
        {
            inPlane.Reference("from", "entering", (sample * operand.Length) + (plane * (Height * Width)));
            inPlane.Reference("to", "x", (sample * operand.SampleStride) + (plane * channelStride));
            WriteZeros(inPlane, 0, operand.Layout.Start);
            inPlane.Advance("to", operand.Layout.Start);
            WriteZeros(inPlane, ((Height - 1) * rowStride) + Width, Border.Right + (Border.Bottom * rowStride));
            inPlane.Loop("row", 0, firstRows, 1, inRow =>
            {
                foreach (var group in ColumnPlan.Create(Width, target, VectorsInLine, FillsVectors ? ColumnTail.Overlap : ColumnTail.Exact))
                {
                    group.Loop(inRow, "c", (inColumns, c) =>
                    {
                        foreach (var vector in group.Vectors)
                            inColumns.Store("to", c + vector.Offset, new Expression.Load("from", c + vector.Offset, vector.Lanes), vector.Count);
                    });
                }

                WriteZeros(inRow, Width, Between);
                inRow.Advance("from", Width);
                inRow.Advance("to", rowStride);
            });
        });

    /// <summary>Whether tiles of these channels and so many rows copy.</summary>
    public bool IsTakenIn(IndexExpression channel, int rows) =>
        rows == tileRows && firstRows < Height && (!channel.IsConstant || channel.Constant == 0);

    /// <summary>Declares where a tile copies: its own columns, of rows that later tiles read.</summary>
    public void BeginTile(Body body, IndexExpression sample, IndexExpression row, IndexExpression column)
    {
        body.Index("ahead", row + firstRows);
        body.Reference("from", "entering", (sample * operand.Length) + (row * Width) + column + (firstRows * Width));
        body.Reference("to", "x", (sample * operand.SampleStride) + (row * rowStride) + column + ((firstRows * rowStride) + operand.Layout.Start));
    }

    /// <summary>Copies the rows of one channel, if there are any left.</summary>
    public void TakeIn(Body body, IndexExpression outputChannel, ColumnGroup columns) => body.If(outputChannel, Enters, first =>
    {
        first.If("ahead", Height, copy =>
        {
            for (var row = 0; row < tileRows; row++)
            {
                foreach (var vector in columns.Vectors)
                {
                    copy.Store("to", (row * rowStride) + vector.Offset,
                        new Expression.Load("from", (row * Width) + vector.Offset, vector.Lanes), vector.Count);
                }

                // Columns of the row that follow here are copied by the next tile.
                var last = columns.Vectors[columns.Vectors.Count - 1];
                WriteZeros(copy, (row * rowStride) + last.Offset + last.Count, Between);
            }
        });
        first.Advance("from", Height * Width);
        first.Advance("to", channelStride);
    });

    private void WriteZeros(Body body, int offset, int count)
    {
        if (count == 0)
            return;
        if (count > VectorsInLine * target.Width)
        {
            body.Add(new Statement.Clear("to", offset, count));
            return;
        }

        foreach (var vector in ColumnPlan.Create(count, target, VectorsInLine, ColumnTail.Overlap).SelectMany(group => Enumerable.Range(0, group.Repeats)
            .SelectMany(repeat => group.Vectors.Select(vector => vector with { Offset = group.Start + (repeat * group.Step) + vector.Offset }))))
        {
            body.Store("to", offset + vector.Offset, new Expression.Literal(0, vector.Lanes), vector.Count);
        }
    }
}
