using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>The taps of one window that lie inside the image: for loops, or written out where there is no padding.</summary>
internal sealed class PoolingLoops
{
    /// <summary>Windows of at most this many taps are written out.</summary>
    private const int UnrolledTaps = 9;

    private readonly Window2D window;
    private readonly Shape image;
    private readonly Shape pooled;
    private readonly bool clips;

    public PoolingLoops(Window2D window, Shape image, Shape pooled)
    {
        this.window = window;
        this.image = image;
        this.pooled = pooled;
        clips = window.HasPadding;
    }

    /// <summary>Whether every element is in one window at most, so that its gradient is stored and not added up.</summary>
    public bool AreDisjoint => window.Height.Stride >= window.Height.Extent && window.Width.Stride >= window.Width.Extent;

    /// <summary>Whether taps are written out one after another.</summary>
    public bool AreUnrolled => !clips && window.Height.Kernel * window.Width.Kernel <= UnrolledTaps;

    /// <summary>Clears the gradient of the image, unless windows store every element of it.</summary>
    public void WriteClear(Body body, string gradient)
    {
        if (!AreDisjoint || !Covers(window.Height, image[1], pooled[1]) || !Covers(window.Width, image[2], pooled[2]))
            body.Add(new Statement.Clear(gradient, 0, IndexExpression.Variable("count") * image.Length));
    }

    /// <summary>What becomes of an element of the gradient of the image.</summary>
    public Expression Gradient(string gradient, IndexExpression element, Expression share) =>
        AreDisjoint ? share : new Expression.Load(gradient, element, share.Lanes) + share;

    /// <summary>Loops over samples, windows and vectors of channels.</summary>
    /// <param name="body">Where.</param>
    /// <param name="target">The tier.</param>
    /// <param name="tail">What becomes of channels that do not fill a vector.</param>
    /// <param name="perWindow">
    /// Writes a window: its first element in the pooled image, and the element of tap (0, 0) in the image, which may lie in the
    /// padding; then the vectors of channels, relative to both.
    /// </param>
    public void Write(
        Body body, SimdTarget target, ColumnTail tail, Action<Body, IndexExpression, IndexExpression, IReadOnlyList<ColumnVector>> perWindow)
    {
        body.Loop("n", 0, "count", 1, (inSample, n) => inSample.Loop("row", 0, pooled[1], 1, (inRow, y) =>
        {
            DeclareBounds(inRow, window.Height, "row", y, image[1]);
            inRow.Loop("column", 0, pooled[2], 1, (inWindow, x) =>
            {
                DeclareBounds(inWindow, window.Width, "column", x, image[2]);
                var output = (n * pooled.Length) + (y * (pooled[2] * pooled[0])) + (x * pooled[0]);
                var input = (n * image.Length)
                    + (y * (window.Height.Stride * image[2] * image[0])) + (x * (window.Width.Stride * image[0]))
                    - (((window.Height.PadBefore * image[2]) + window.Width.PadBefore) * image[0]);
                foreach (var group in ColumnPlan.Create(pooled[0], target, 4, tail))
                {
                    group.Loop(inWindow, "c", (inGroup, c) => perWindow(inGroup, output + c, input + c, group.Vectors));
                }
            });
        }));
    }

    /// <summary>Runs over the taps in row-major order; <paramref name="tap"/> receives its element in the image.</summary>
    public void WriteTaps(Body body, IndexExpression first, Action<Body, IndexExpression> tap)
    {
        var (row, column) = (window.Height.Dilation * image[2] * image[0], window.Width.Dilation * image[0]);
        if (clips)
        {
            body.Loop("ky", "rowFrom", "rowTo", 1, (inRow, ky) => inRow.Loop("kx", "columnFrom", "columnTo", 1,
                (inTap, kx) => tap(inTap, first + (ky * row) + (kx * column))));
        }
        else if (AreUnrolled)
        {
            for (var ky = 0; ky < window.Height.Kernel; ky++)
            {
                for (var kx = 0; kx < window.Width.Kernel; kx++)
                    tap(body, first + ((ky * row) + (kx * column)));
            }
        }
        else
        {
            body.Loop("ky", 0, window.Height.Kernel, 1, (inRow, ky) => inRow.Loop("kx", 0, window.Width.Kernel, 1,
                (inTap, kx) => tap(inTap, first + (ky * row) + (kx * column))));
        }
    }

    /// <summary>The number of taps of the current window inside the image, as a scalar.</summary>
    public Expression CountTaps(Body body)
    {
        body.Index("rowTaps", IndexExpression.Variable("rowTo") - "rowFrom");
        body.Index("columnTaps", IndexExpression.Variable("columnTo") - "columnFrom");
        return new Expression.FromInteger("rowTaps") * new Expression.FromInteger("columnTaps");
    }

    /// <summary>Whether windows, one beside the other, leave nothing between them nor behind the last.</summary>
    private static bool Covers(WindowAxis axis, int length, int windows) =>
        axis.Stride == axis.Kernel && axis.Dilation == 1 && (windows * axis.Stride) - axis.PadBefore >= length;

    /// <summary>Taps k of window t lie inside where 0 &lt;= t stride + k dilation - pad &lt; length.</summary>
    private void DeclareBounds(Body body, WindowAxis axis, string name, IndexExpression t, int length)
    {
        if (!clips)
            return;
        if (axis.Dilation != 1)
            throw new InvalidOperationException("pooling windows have no dilation");
        var start = (t * axis.Stride) - axis.PadBefore;
        body.Larger(name + "From", 0, start * -1);
        body.Smaller(name + "To", axis.Kernel, (start * -1) + length);
    }
}
