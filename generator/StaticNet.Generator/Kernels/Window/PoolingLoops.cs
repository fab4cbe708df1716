using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

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

    /// <summary>Taps of a window.</summary>
    public long Taps => (long)window.Height.Kernel * window.Width.Kernel;

    /// <summary>
    /// Whether so many windows meet in an element that their gradients are added with compensation; what that adds up for a sample
    /// is in scratch memory.
    /// </summary>
    public bool AreCompensated => (long)MostWindows(window.Height, pooled[1]) * MostWindows(window.Width, pooled[2]) > LongSum.BlockTerms;

    /// <summary>Floats of scratch memory for gradients: the last vector may load more than there is.</summary>
    public int ScratchLength => AreCompensated ? CostModel.RoundToLines(image.Length) + CostModel.LineFloats : 0;

    /// <summary>Whether taps are written out one after another.</summary>
    public bool AreUnrolled => !clips && window.Height.Kernel * window.Width.Kernel <= UnrolledTaps;

    /// <summary>Clears the gradient of the image, unless windows store every element of it.</summary>
    private void WriteClear(Body body, string gradient)
    {
        if (!AreDisjoint || !Covers(window.Height, image[1], pooled[1]) || !Covers(window.Width, image[2], pooled[2]))
            body.Add(new Statement.Clear(gradient, 0, IndexExpression.Variable("count") * image.Length));
    }

    /// <summary>Adds to the gradient of the image.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="element">The first element of a sample.</param>
    /// <param name="share">What is added, or stored where windows are disjoint.</param>
    /// <param name="count">Lanes that there are.</param>
    public void WriteGradient(Body body, string gradient, IndexExpression element, Expression share, int count)
    {
        if (AreCompensated)
        {
            body.Scope(inner => Compensation.Add(
                inner, (gradient, element), ("scratch", element - (IndexExpression.Variable("n") * image.Length)), inner.Declare("part", share), count));
            return;
        }

        body.Store(gradient, element, AreDisjoint ? share : new Expression.Load(gradient, element, share.Lanes) + share, count);
    }

    /// <summary>The parameters of a gradient's kernel, with scratch memory where it needs some.</summary>
    public EquatableArray<KernelParameter> WithScratch(params KernelParameter[] parameters) =>
        (AreCompensated ? parameters.Append(new KernelParameter("scratch", KernelParameterKind.Scratch)) : parameters).ToEquatableArray();

    /// <summary>Loops over samples, windows and vectors of channels, for gradients of the image.</summary>
    /// <inheritdoc cref="Write"/>
    public void WriteBackward(
        Body body, SimdTarget target, string gradient, Action<Body, IndexExpression, IndexExpression, IReadOnlyList<ColumnVector>> perWindow)
    {
        WriteClear(body, gradient);
        body.Loop("n", 0, "count", 1, (inSample, n) =>
        {
            if (AreCompensated)
                inSample.Add(new Statement.Clear("scratch", 0, image.Length));
            WriteWindows(inSample, target, ColumnTail.Partial, n, perWindow);
            if (AreCompensated)
                WriteCompensation(inSample, target, gradient, n);
        });
    }

    /// <summary>Adds to a sample's gradient what it has lost.</summary>
    private void WriteCompensation(Body body, SimdTarget target, string gradient, IndexExpression n)
    {
        foreach (var group in ColumnPlan.Create(image.Length, target, 1, ColumnTail.Partial))
        {
            group.Loop(body, "e", (inner, e) => inner.Scope(scope =>
            {
                var (vector, at) = (group.Vectors[0], (n * image.Length) + e + group.Vectors[0].Offset);
                var sum = scope.Declare("sum", new Expression.Load(gradient, at, vector.Lanes));
                var lost = scope.Declare("lost", new Expression.Load("scratch", e + vector.Offset, vector.Lanes));
                scope.Store(gradient, at, Compensation.Result(sum, lost), vector.Count);
            }));
        }
    }

    private static int MostWindows(WindowAxis axis, int windows) => Math.Min(windows, (axis.Extent + axis.Stride - 1) / axis.Stride);

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
        body.Loop("n", 0, "count", 1, (inSample, n) => WriteWindows(inSample, target, tail, n, perWindow));
    }

    private void WriteWindows(
        Body body, SimdTarget target, ColumnTail tail, IndexExpression n, Action<Body, IndexExpression, IndexExpression, IReadOnlyList<ColumnVector>> perWindow)
    {
        body.Loop("row", 0, pooled[1], 1, (inRow, y) =>
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
        });
    }

    /// <summary>Runs over the taps in row-major order; <paramref name="tap"/> receives its element in the image.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="first">The element of tap (0, 0).</param>
    /// <param name="tap">Writes a tap.</param>
    /// <param name="loop">Writes loops, if they are those of a sum.</param>
    public void WriteTaps(Body body, IndexExpression first, Action<Body, IndexExpression> tap, SumLoop? loop = null)
    {
        loop ??= new SumLoops().Loop;
        var (row, column) = (window.Height.Dilation * image[2] * image[0], window.Width.Dilation * image[0]);
        if (clips)
        {
            loop(body, "ky", "rowFrom", "rowTo", 1, window.Height.Kernel, window.Width.Kernel, (inRow, ky) => loop(inRow, "kx", "columnFrom", "columnTo", 1, window.Width.Kernel, 1,
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
            loop(body, "ky", 0, window.Height.Kernel, 1, window.Height.Kernel, window.Width.Kernel, (inRow, ky) => loop(inRow, "kx", 0, window.Width.Kernel, 1, window.Width.Kernel, 1,
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
