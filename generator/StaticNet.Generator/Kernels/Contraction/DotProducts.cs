using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// A matrix product with a single column, as in the last layer of a regression or a critic: y[r] = epilogue(sum over k of x[r, k] w[k]).
/// Lanes run over the depth, since one column would leave all of them but one empty; some rows share the loads of the weights and
/// hide each other's latency.
/// </summary>
internal sealed class DotProducts
{
    private const int TileRows = 8;

    private readonly SimdTarget target;
    private readonly Epilogue epilogue;
    private readonly int depth;

    public DotProducts(SimdTarget target, Epilogue epilogue, int depth)
    {
        this.target = target;
        this.epilogue = epilogue;
        this.depth = depth;
    }

    /// <summary>Whether a product is one, and deep enough to fill vectors in every tier.</summary>
    public static bool Suits(int columns, int depth) => columns == 1 && depth >= 16;

    public string Describe() => FormattableString.Invariant(
        $"Lanes over the depth: {TileRows} rows share each vector of {target.NarrowestFor(depth)} weights, {2.0 * TileRows / (TileRows + 1):0.#} operations a float loaded; then the lanes of each sum are added.");

    /// <summary>Writes the products of <c>rows</c> rows from <c>x</c> and <c>w</c> to <c>y</c>, names that the body has declared.</summary>
    public void Write(Body body)
    {
        body.Index("r", 0);
        if (!target.IsPlain)
            body.ContinueLoop("r", IndexExpression.Variable("rows") - (TileRows - 1), TileRows, tile => WriteRows(tile, TileRows));
        body.ContinueLoop("r", "rows", 1, tile => WriteRows(tile, 1));
    }

    private void WriteRows(Body body, int rows)
    {
        var lanes = target.WidestFor(depth);
        var whole = depth / lanes * lanes;
        body.Reference("xr", "x", IndexExpression.Variable("r") * depth);
        for (var row = 0; row < rows; row++)
            body.Declare("sum" + row, new Expression.Literal(0, lanes));
        var sums = Enumerable.Range(0, rows).Select(row => new Expression.Local("sum" + row, lanes)).ToArray();
        LongSum.WriteProducts(body, depth, sums, (inSum, sum) => sum.Loop(inSum, "k", 0, whole, lanes, depth / lanes, 1, (step, k) =>
        {
            var weights = step.Declare("wk", new Expression.Load("w", k, lanes));
            for (var row = 0; row < rows; row++)
                step.Assign("sum" + row, new Expression.MultiplyAdd(new Expression.Load("xr", k + (row * depth), lanes), weights, sums[row]));
        }));
        for (var row = 0; row < rows; row++)
        {
            // What does not fill a vector, in narrower ones.
            var sum = (Expression)new Expression.Across(false, new Expression.Local("sum" + row, lanes));
            if (lanes == 1)
                sum = new Expression.Local("sum" + row, 1);
            for (var k = whole; k < depth;)
            {
                var width = target.WidestFor(depth - k);
                var offset = (row * depth) + k;
                sum = width == 1
                    ? new Expression.MultiplyAdd(new Expression.Load("xr", offset, 1), new Expression.Load("w", k, 1), sum)
                    : sum + new Expression.Across(false, new Expression.Load("xr", offset, width) * new Expression.Load("w", k, width));
                k += width;
            }

            var at = IndexExpression.Variable("r") + row;
            epilogue.Store(body, body.Declare("dot" + row, sum), "y", at, at, 0, 1);
        }
    }
}
