using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>
/// How far a run stays from the points where the network has no derivative: a rounding error that crosses one changes a
/// gradient by all of its size, which says nothing about the code that computed it. Trials are drawn so that none is near.
/// </summary>
internal static class Kinks
{
    /// <summary>
    /// The smallest distance of the two sides of a comparison, relative to the largest absolute value of the node's
    /// operands. Sides that are equal to the last bit do not count: single precision finds them equal, too.
    /// </summary>
    public static double Distance(Graph.Graph graph, GraphValues values)
    {
        var distance = double.PositiveInfinity;
        foreach (var node in Candidates(graph, values))
        {
            var operands = node.Inputs.Select(input => values[graph[input]]).ToArray();
            var sizes = operands.SelectMany(operand => operand.Values).Select(Math.Abs).DefaultIfEmpty(0).Max();
            var gap = node.Operation switch
            {
                Map map => OfFormula(map.Formula, operands, values[node]),
                MaxPool pool => OfMaxima(pool.Window, operands[0], values[node]),
                _ => double.PositiveInfinity,
            };
            distance = Math.Min(distance, gap / Math.Max(sizes, double.Epsilon));
        }

        return distance;
    }

    /// <summary>Which side of every comparison a run is on. Runs of the same pattern are on one smooth piece of the network.</summary>
    public static IReadOnlyList<int> Pattern(Graph.Graph graph, GraphValues values)
    {
        var pattern = new List<int>();
        foreach (var node in Candidates(graph, values))
        {
            var operands = node.Inputs.Select(input => values[graph[input]]).ToArray();
            if (node.Operation is Map map)
            {
                foreach (var (left, right) in Comparisons(map.Formula))
                {
                    var gaps = new Tensor(values[node].Type, values[node].Count);
                    Elementwise.Map(left - right, operands, gaps);
                    pattern.AddRange(gaps.Values.Select(Math.Sign));
                }
            }
            else if (node.Operation is MaxPool pool)
            {
                Poolings.ForEachWindow(pool.Window, operands[0], values[node], (at, taps) => pattern.Add(Enumerable.Range(0, taps.Count)
                    .MaxBy(i => operands[0][at.Sample, at.Channel, taps[i].Row, taps[i].Column])));
            }
        }

        return pattern;
    }

    private static IEnumerable<Node> Candidates(Graph.Graph graph, GraphValues values) => graph.Nodes.Where(node =>
        node.Operation is Map or MaxPool && node.Origin.Phase != Phase.Backward && values.Has(node));

    private static double OfFormula(Formula formula, Tensor[] operands, Tensor result)
    {
        if (!Comparisons(formula).Any())
            return double.PositiveInfinity;
        var gaps = new Tensor(result.Type, result.Samples);
        var distance = double.PositiveInfinity;
        foreach (var (left, right) in Comparisons(formula))
        {
            Elementwise.Map(left - right, operands, gaps);
            distance = gaps.Values.Select(Math.Abs).Where(gap => gap > 0).Append(distance).Min();
        }

        return distance;
    }

    private static double OfMaxima(Window2D window, Tensor x, Tensor y)
    {
        var distance = double.PositiveInfinity;
        Poolings.ForEachWindow(window, x, y, (at, taps) =>
        {
            var maximum = y[at.Sample, at.Channel, at.Row, at.Column];
            foreach (var (row, column) in taps)
            {
                var gap = maximum - x[at.Sample, at.Channel, row, column];
                if (gap > 0)
                    distance = Math.Min(distance, gap);
            }
        });
        return distance;
    }

    private static IEnumerable<(Formula Left, Formula Right)> Comparisons(Formula formula) => formula switch
    {
        Select select => Comparisons(select.Left).Concat(Comparisons(select.Right))
            .Concat(Comparisons(select.WhenTrue)).Concat(Comparisons(select.WhenFalse)).Append((select.Left, select.Right)),
        Binary { Operator: BinaryOperator.Maximum or BinaryOperator.Minimum } binary =>
            Comparisons(binary.Left).Concat(Comparisons(binary.Right)).Append((binary.Left, binary.Right)),
        Binary binary => Comparisons(binary.Left).Concat(Comparisons(binary.Right)),
        Unary { Operator: UnaryOperator.Abs } unary => Comparisons(unary.Operand).Append((unary.Operand, 0)),
        Unary unary => Comparisons(unary.Operand),
        _ => [],
    };
}
