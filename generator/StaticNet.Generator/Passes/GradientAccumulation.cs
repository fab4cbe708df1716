using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets weights that are used several times collect their gradient in one place: each use but the first adds to what those before it, in the
/// order of execution, have made (<see cref="Operation.AddsTo"/>). Kept apart until the last and added pairwise, every use would take
/// memory of its own, and every sum another pass over it.
/// </summary>
internal static class GradientAccumulation
{
    /// <param name="graph">A graph with gradients, simplified, without schedules.</param>
    public static Graph.Graph Run(Graph.Graph graph)
    {
        // What each sum adds to, and which sums have become one of their operands.
        var before = new Dictionary<int, int>();
        var collected = new Dictionary<int, int>();
        var uses = graph.CountUses();
        foreach (var sum in graph.Nodes.Where(node => IsSum(graph, node)))
        {
            var (first, second) = (Collected(sum.Inputs[0]), Collected(sum.Inputs[1]));
            if (first > second)
                (first, second) = (second, first);
            if (uses[sum.Inputs[0]] > 1 || uses[sum.Inputs[1]] > 1 || before.ContainsKey(second) || graph[second].Operation.Accumulating is null || !MayBeAddedTo(graph[first], graph[second]))
                continue;
            before.Add(second, first);
            collected.Add(sum.Id, second);
        }

        return before.Count == 0 ? graph : Simplify.RemoveUnused(Simplify.RewriteWithNumbers(graph, (builder, node, renumbered) =>
        {
            if (collected.TryGetValue(node.Id, out var last))
                return renumbered[last];
            var inputs = node.Inputs.Select(input => renumbered[input]);
            return before.TryGetValue(node.Id, out var other)
                ? builder.Copy(node with { Operation = node.Operation.Accumulating! }, inputs.Append(renumbered[other]))
                : builder.Copy(node, inputs);
        }));

        int Collected(int id) => collected.TryGetValue(id, out var place) ? place : id;
    }

    private static bool IsSum(Graph.Graph graph, Node node) => node is { Operation: Map { Formula: var formula }, Type.Batched: false, Loop: null, Inputs.Count: 2 }
        && formula == new Input(0) + new Input(1) && node.Inputs.All(input => graph[input].Type == node.Type);

    /// <summary>Whether a value can be the place of a sum: something computes it, once, before.</summary>
    private static bool MayBeAddedTo(Node value, Node sum) =>
        value.Operation is { IsLeaf: false, IsAlias: false } && value.Loop is null && sum.Loop is null && value.Origin.Phase == sum.Origin.Phase;
}
