using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Merges elementwise formulas into the formulas that read them, and into the contraction that makes their operand, so that
/// values pass from one to the next in registers instead of through memory.
/// </summary>
internal static class Fusion
{
    /// <summary>
    /// The most operands of a fused formula: each takes a register (or a load) in the innermost loop, of which the smallest
    /// tier has sixteen.
    /// </summary>
    private const int OperandLimit = 6;

    public static Graph.Graph Run(Graph.Graph graph)
    {
        // Formulas that became trivial by fusion let others meet: the second round finds what the first made adjacent.
        for (var round = 0; round < 2; round++)
            graph = Simplify.Run(Simplify.RemoveUnused(IntoMaps(graph)));
        graph = Simplify.RemoveUnused(PoolingGradients.Run(graph));
        return RowFusion.Run(Simplify.RemoveUnused(IntoContractions(graph)));
    }

    /// <summary>Replaces operands that are maps of the same type, read by nobody else, by their formulas.</summary>
    private static Graph.Graph IntoMaps(Graph.Graph graph)
    {
        var uses = graph.CountUses();
        return Simplify.Rewrite(graph, (builder, node, inputs) =>
        {
            if (node.Operation is not Map map)
                return builder.Copy(node, inputs);

            // A scalar broadcasts from whatever shape it has.
            for (var i = 0; i < inputs.Length; i++)
            {
                if (builder[inputs[i]] is { Operation: Reshape, Type: { Batched: false, Shape.Length: 1 } } reshape)
                    inputs[i] = reshape.Inputs[0];
            }

            var formula = map.Formula;
            var operands = new List<int>();
            var replacements = new List<Formula>();
            for (var i = 0; i < inputs.Length; i++)
            {
                var producer = builder[inputs[i]];
                if (producer.Loop == node.Loop && producer.Operation is Map inner && MayInline(producer, inner, node, uses[node.Inputs[i]])
                    && (map.Formula.IsCheap || !MayFollowContraction(graph, graph[node.Inputs[i]], uses)))
                    replacements.Add(inner.Formula.Substitute(j => new Input(Position(operands, producer.Inputs[j]))));
                else
                    replacements.Add(new Input(Position(operands, inputs[i])));
            }

            if (operands.Count > OperandLimit)
                return builder.Copy(node, inputs);
            var fused = new Map(formula.Substitute(i => replacements[i]).Simplify(), map.Type);
            return builder.Copy(node with { Operation = WithUsedInputs(fused, ref operands) }, operands);
        });
    }

    /// <summary>
    /// A value of fewer elements is computed once rather than for each element that it is broadcast to, unless that costs
    /// nothing: constants, plain broadcasts, and an operation on a scalar, which would be a kernel of its own for one number.
    /// </summary>
    private static bool MayInline(Node producer, Map inner, Node consumer, int uses) =>
        inner.Formula is Constant or Input
        || (producer.Type is { Batched: false, Shape.Length: 1 } && inner.Formula is { OperationCount: 1, IsCheap: true })
        || (uses == 1 && producer.Type == consumer.Type && producer.Origin.Phase == Phase.Backward == (consumer.Origin.Phase == Phase.Backward));

    /// <summary>
    /// Whether a map is what a contraction may apply to its result, such as its bias. Before a function that stays a kernel of its own it
    /// does so rather than that: the function then has one operand, and may run in place.
    /// </summary>
    private static bool MayFollowContraction(Graph.Graph graph, Node node, int[] uses) =>
        node is { Operation: Map { Formula.IsCheap: true }, Inputs.Count: <= OperandLimit } && node.Inputs.Any(sum => IsSumFor(node, graph[sum], uses[sum])
            && node.Inputs.All(input => input == sum || MayBeEpilogueOperand((Contraction)graph[sum].Operation, graph[input].Type, node.Type)));

    private static bool IsSumFor(Node node, Node sum, int uses) => sum.Operation is Contraction { Epilogue: null }
        && uses == 1 && sum.Type == node.Type && sum.Loop == node.Loop && sum.Origin.Phase == node.Origin.Phase;

    /// <summary>Lets a contraction apply the cheap formula that alone reads its result.</summary>
    private static Graph.Graph IntoContractions(Graph.Graph graph)
    {
        var uses = graph.CountUses();
        return Simplify.Rewrite(graph, (builder, node, inputs) =>
        {
            if (node.Operation is not Map map || !map.Formula.IsCheap)
                return builder.Copy(node, inputs);
            for (var i = 0; i < inputs.Length; i++)
            {
                var producer = builder[inputs[i]];
                if (producer.Operation is Contraction { Epilogue: null } contraction
                    && IsSumFor(node, producer, uses[node.Inputs[i]])
                    && inputs.Length <= OperandLimit
                    && inputs.All(input => input == inputs[i] || MayBeEpilogueOperand(contraction, builder[input].Type, node.Type)))
                {
                    // The sum comes first, the other operands keep their order.
                    var others = inputs.Where((_, j) => j != i).ToList();
                    var formula = map.Formula.Substitute(j => new Input(j == i ? 0 : j < i ? j + 1 : j));
                    var fused = node with { Operation = contraction with { Epilogue = formula }, Schedule = producer.Schedule, Origin = producer.Origin };
                    return builder.Copy(fused, producer.Inputs.Concat(others));
                }
            }

            return builder.Copy(node, inputs);
        });
    }

    /// <summary>An operand of a contraction's formula is as large as the result, one a channel, or a scalar.</summary>
    private static bool MayBeEpilogueOperand(Contraction contraction, TensorType operand, TensorType result)
    {
        if (operand == result)
            return true;
        if (operand.Batched)
            return false;
        var axis = contraction.ChannelAxis(result.Shape);
        return operand.Shape.Length == 1 || (operand.Shape.Length == result.Shape[axis]
            && Broadcasting.LengthAt(operand.Shape, axis, result.Shape.Rank) == result.Shape[axis]);
    }

    private static int Position(List<int> operands, int operand)
    {
        var at = operands.IndexOf(operand);
        if (at >= 0)
            return at;
        operands.Add(operand);
        return operands.Count - 1;
    }

    /// <summary>Simplification may have removed the last use of an operand.</summary>
    private static Map WithUsedInputs(Map map, ref List<int> operands)
    {
        var used = map.Formula.Inputs.OrderBy(i => i).ToArray();
        if (used.Length == operands.Count)
            return map;
        var all = operands;
        operands = used.Select(i => all[i]).ToList();
        return map with { Formula = map.Formula.Substitute(i => new Input(Array.IndexOf(used, i))) };
    }
}
