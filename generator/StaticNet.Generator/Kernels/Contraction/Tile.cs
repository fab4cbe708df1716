using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// The accumulators of a register tile: rows that share the vectors of a column group, as independent sums that hide the
/// latency of fused multiply-adds.
/// </summary>
internal sealed class Tile
{
    private readonly int rows;
    private readonly IReadOnlyList<ColumnVector> vectors;
    private readonly int copies;

    /// <param name="rows">Rows of the tile.</param>
    /// <param name="vectors">Vectors of each row.</param>
    /// <param name="copies">Partial sums of each accumulator, where rows and vectors alone are too few to hide latency.</param>
    public Tile(int rows, IReadOnlyList<ColumnVector> vectors, int copies = 1)
    {
        this.rows = rows;
        this.vectors = vectors;
        this.copies = copies;
    }

    public int Rows => rows;

    public int Copies => copies;

    /// <summary>All accumulators.</summary>
    public IEnumerable<Expression> Accumulators =>
        from copy in Enumerable.Range(0, copies)
        from row in Enumerable.Range(0, rows)
        from v in Enumerable.Range(0, vectors.Count)
        select new Expression.Local(Name(row, v, copy), vectors[v].Lanes);

    public void DeclareZeros(Body body)
    {
        for (var copy = 0; copy < copies; copy++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var v = 0; v < vectors.Count; v++)
                    body.Declare(Name(row, v, copy), new Expression.Literal(0, vectors[v].Lanes));
            }
        }
    }

    /// <summary>Starts from sums that wait in memory.</summary>
    /// <param name="body">Before the loop.</param>
    /// <param name="places">Where a row's first column waits.</param>
    public void DeclareSums(Body body, Func<int, (string Reference, IndexExpression Offset)> places)
    {
        for (var row = 0; row < rows; row++)
        {
            var (reference, offset) = places(row);
            for (var v = 0; v < vectors.Count; v++)
            {
                for (var copy = 0; copy < copies; copy++)
                {
                    body.Declare(Name(row, v, copy), copy == 0
                        ? new Expression.Load(reference, offset + vectors[v].Offset, vectors[v].Lanes)
                        : new Expression.Literal(0, vectors[v].Lanes));
                }
            }
        }
    }

    /// <summary>Declares, for every sum, itself added to what waits in memory. All of a row is loaded before any is stored: vectors may overlap.</summary>
    /// <param name="body">Behind the loop.</param>
    /// <param name="places">Where a row's first column waits.</param>
    /// <returns>The sum of a row's vector.</returns>
    public Func<int, int, Expression> DeclareTotals(Body body, Func<int, (string Reference, IndexExpression Offset)> places)
    {
        for (var row = 0; row < rows; row++)
        {
            var (reference, offset) = places(row);
            for (var v = 0; v < vectors.Count; v++)
                body.Declare($"waiting{row}_{v}", new Expression.Load(reference, offset + vectors[v].Offset, vectors[v].Lanes) + Sum(row, v));
        }

        return (row, v) => new Expression.Local($"waiting{row}_{v}", vectors[v].Lanes);
    }

    /// <summary>One step of the sum: every row's scalar times every vector of weights.</summary>
    /// <param name="body">The innermost loop.</param>
    /// <param name="scalars">Where a row's factor is read.</param>
    /// <param name="weights">Where the vectors are read: reference and the first column's element.</param>
    /// <param name="copy">Which partial sum.</param>
    /// <param name="place">Where a column lies relative to the first; side by side if it is not given.</param>
    /// <param name="vector">What the vectors are called.</param>
    public void Accumulate(
        Body body, Func<int, (string Reference, IndexExpression Offset)> scalars, (string Reference, IndexExpression Offset) weights, int copy = 0,
        Func<int, int>? place = null, string vector = "w")
    {
        var loaded = new Expression[vectors.Count];
        for (var v = 0; v < vectors.Count; v++)
        {
            var name = copies == 1 ? vector + v : vector + v + "_" + copy;
            loaded[v] = body.Declare(name, new Expression.Load(weights.Reference, weights.Offset + (place?.Invoke(vectors[v].Offset) ?? vectors[v].Offset), vectors[v].Lanes));
        }

        for (var row = 0; row < rows; row++)
        {
            var (reference, offset) = scalars(row);
            for (var v = 0; v < vectors.Count; v++)
            {
                var sum = new Expression.Local(Name(row, v, copy), vectors[v].Lanes);
                body.Assign(Name(row, v, copy),
                    new Expression.MultiplyAdd(Expression.LoadSplat(reference, offset, vectors[v].Lanes), loaded[v], sum));
            }
        }
    }

    /// <summary>The sum of a row's vector over its partial sums.</summary>
    public Expression Sum(int row, int vector)
    {
        Expression Partial(int copy) => new Expression.Local(Name(row, vector, copy), vectors[vector].Lanes);
        return copies switch
        {
            1 => Partial(0),
            2 => Partial(0) + Partial(1),
            _ => Enumerable.Range(0, copies / 2).Select(i => Partial(2 * i) + Partial((2 * i) + 1)).Aggregate((a, b) => a + b),
        };
    }

    private string Name(int row, int vector, int copy) => copies == 1 ? $"sum{row}_{vector}" : $"sum{row}_{vector}_{copy}";
}
