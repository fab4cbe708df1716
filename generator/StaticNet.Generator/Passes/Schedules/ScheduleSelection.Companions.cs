using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes.Schedules;

/// <summary>
/// What kernels make beside their result, while it is in registers or in the caches: the maxima of a pooling, and the row-major copy that
/// leaves for the caller. A pass of its own would fetch all of an image again. The results themselves are stored as well, since the
/// gradient of the pooling asks which of them was the maximum.
/// </summary>
internal static partial class ScheduleSelection
{
    /// <summary>Takes algorithms to what they come to in the layouts that were assigned, and lets kernels make what the first of their readers asks for.</summary>
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="batchCapacity">Samples of a call at the most.</param>
    /// <param name="leavesDirectly">Whether a single output is written to the caller's memory, not copied there.</param>
    public static Graph.Graph WithCompanions(Graph.Graph graph, int batchCapacity, bool leavesDirectly)
    {
        graph = Specialized(graph, batchCapacity);
        if (leavesDirectly)
            graph = CopyPlanes(graph);
        var schedules = new Dictionary<int, Schedule>();
        foreach (var wanted in new[] { Companion.PairMaxima, Companion.RowMajor })
        {
            foreach (var reader in graph.Nodes.Where(node => !node.Schedule.IsMadeByInput && node.Operation.CompanionFor(node) == wanted))
            {
                var maker = graph[reader.Inputs[0]];
                var isFree = !schedules.ContainsKey(maker.Id) && maker.Schedule.Beside == Companion.None;
                if (!isFree || !LiesAsMade(maker) || maker.Schedule.Algorithm is not { } algorithm
                    || !algorithm.Makes(wanted, graph.SignatureOf(maker, batchCapacity), maker.Operation is Contraction { Epilogue: { } epilogue } ? epilogue.OperationCount : 0))
                {
                    continue;
                }

                schedules.Add(maker.Id, maker.Schedule with { Beside = wanted });
                schedules.Add(reader.Id, reader.Schedule with { IsMadeByInput = true });
            }
        }

        return With(graph, schedules);
    }

    /// <summary>Takes algorithms to what they come to in the layouts that were assigned.</summary>
    public static Graph.Graph Specialized(Graph.Graph graph, int batchCapacity)
    {
        var schedules = new Dictionary<int, Schedule>();
        foreach (var node in graph.Nodes)
        {
            if (node.Schedule.Algorithm is { } algorithm && algorithm.For(graph.SignatureOf(node, batchCapacity)) is var special && special != algorithm)
                schedules.Add(node.Id, node.Schedule with { Algorithm = special });
        }

        return With(graph, schedules);
    }

    /// <summary>Whether channels of an image lie side by side, as its forward kernel makes them, so that bands of it can be pooled and copied.</summary>
    private static bool LiesAsMade(Node maker) => maker is { Origin.Phase: Phase.Forward, Shape.Rank: 3 }
        && maker.AssignedLayout.IsEquivalentTo(Layout.ChannelsLast(maker.Shape)) && maker.Schedule.Algorithm is not { MakesPlanes: true };

    /// <summary>Gives the caller a copy of an output in planes that Backward reads, too: one that nobody else reads is written to the caller alone.</summary>
    private static Graph.Graph CopyPlanes(Graph.Graph graph)
    {
        var outputs = graph.Roots.Where(root => root.Kind == RootKind.Output).ToArray();
        if (outputs.Length != 1 || graph[outputs[0].Node] is not { Schedule: { Algorithm: { MakesPlanes: true }, Beside: Companion.None } schedule } output
            || graph.Nodes.All(node => !node.Inputs.Contains(output.Id)))
        {
            return graph;
        }

        var copy = -1;
        var copied = Simplify.Rewrite(graph, (builder, node, inputs) =>
        {
            if (node.Id != output.Id)
                return builder.Copy(node, inputs);
            var result = builder.Copy(node with { Schedule = schedule with { Beside = Companion.RowMajor } }, inputs);
            copy = builder.Copy(node with { Operation = new ChangeLayout(node.AssignedLayout), Schedule = Schedule.Only with { IsMadeByInput = true } }, new[] { result });
            return result;
        });
        return copied with { Roots = copied.Roots.Select(root => root.Kind == RootKind.Output ? root with { Node = copy } : root).ToEquatableArray() };
    }
}
