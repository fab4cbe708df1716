using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Moves what reads the gradient of a max pooling to before it, where values are fewer by the area of a window, and where an
/// elementwise formula can join the contraction that made them.
/// </summary>
internal static class PoolingGradients
{
    public static Graph.Graph Run(Graph.Graph graph)
    {
        var uses = graph.CountUses();
        return Simplify.Rewrite(graph, (builder, node, inputs) => node.Operation switch
        {
            Map map => MoveDerivative(builder, node, map, inputs, i => uses[node.Inputs[i]]),
            Reduce reduce => MoveSum(builder, node, reduce, inputs),
            _ => builder.Copy(node, inputs),
        });
    }

    /// <summary>
    /// dx = f(x, pooled gradient), linear in the gradient, is the pooled gradient of f(y, dy): the gradient goes to elements
    /// that equal the maximum y of their window, and to no others. This is the derivative of the activation before the pooling.
    /// </summary>
    private static int MoveDerivative(GraphBuilder builder, Node node, Map map, int[] inputs, Func<int, int> uses)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            var producer = builder[inputs[i]];
            if (producer.Operation is not MaxPoolGradient || producer.Type != node.Type || uses(i) != 1
                || inputs.Where((_, j) => j != i).Any(input => input != producer.Inputs[0])
                || !IsLinear(map.Formula, i))
            {
                continue;
            }

            var (x, y, dy) = (producer.Inputs[0], producer.Inputs[1], producer.Inputs[2]);
            var moved = builder.Copy(
                node with { Operation = map with { Type = builder[dy].Type }, Type = builder[dy].Type },
                inputs.Select((_, j) => j == i ? dy : y));
            return builder.Copy(producer, new[] { x, y, moved });
        }

        return builder.Copy(node, inputs);
    }

    /// <summary>Every window passes on all of its gradient, so the sum over all pixels is the sum over all windows.</summary>
    private static int MoveSum(GraphBuilder builder, Node node, Reduce reduce, int[] inputs)
    {
        var producer = builder[inputs[0]];
        return reduce.Kind == ReduceKind.Sum && producer.Operation is MaxPoolGradient && reduce.Axes.Contains(1) && reduce.Axes.Contains(2)
            ? builder.Copy(node, new[] { producer.Inputs[2] })
            : builder.Copy(node, inputs);
    }

    /// <summary>Whether a formula is a factor, independent of input <paramref name="i"/>, times that input.</summary>
    private static bool IsLinear(Formula formula, int i) =>
        formula.Inputs.Contains(i)
        && !formula.Differentiate(i).Simplify().Inputs.Contains(i)
        && formula.Substitute(j => j == i ? new Constant(0) : new Input(j)).Simplify() is Constant { Value: 0 };
}
