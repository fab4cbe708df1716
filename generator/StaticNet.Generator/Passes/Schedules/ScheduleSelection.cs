using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes.Schedules;

/// <summary>
/// Chooses how every node is computed, among the candidates of its operation, by what the cost model expects of them: before fusion which
/// algorithm (<see cref="Choose"/>), for large batches of small layers whether lanes run over samples (<see cref="OverBatch"/>), and once
/// layouts are known what a kernel makes beside its result (<see cref="WithCompanions"/>) and which inputs it takes in itself (<see cref="Entering"/>).
/// The choice is one for all tiers, by the costs of the 256-bit one, since layouts of weights depend on it.
/// </summary>
internal static partial class ScheduleSelection
{
    private static SimdTarget Target => SimdTarget.Vector256;

    /// <summary>Chooses an algorithm for every operation that has candidates.</summary>
    /// <param name="graph">A graph without layouts.</param>
    /// <param name="batchCapacity">Samples of the largest batch.</param>
    /// <param name="isStrict">Whether only sums of products as they are written will do.</param>
    /// <param name="choices">What tests and measurements want instead.</param>
    public static Graph.Graph Choose(Graph.Graph graph, int batchCapacity, bool isStrict, ScheduleChoices choices)
    {
        var readers = ReadersOf(graph);
        return Simplify.Rewrite(graph, (builder, node, inputs) =>
        {
            var candidates = node.Operation
                .Candidates(new ScheduleRequest(inputs.Select(input => builder[input].Type).ToArray(), node.Type, batchCapacity, isStrict))
                .Where(candidate => !candidate.Algorithm.ReadsBlocks && candidate.Algorithm.Choice(choices) != false).ToArray();
            if (candidates.Length == 0)
                return builder.Copy(node, inputs);

            // The usual one comes first, and stays where nothing is better.
            var chosen = candidates.FirstOrDefault(candidate => candidate.Algorithm.Choice(choices) == true) ?? (candidates.Length == 1
                ? candidates[0]
                : candidates.OrderBy(candidate => candidate.Cycles(Target) + Moves(candidate, builder, inputs[0], node, readers)).First());
            if (chosen.Prepare is { } prepare)
            {
                builder.Origin = node.Origin;
                inputs = prepare(builder, inputs);
            }

            return builder.Copy(node with { Schedule = node.Schedule with { Algorithm = chosen.Algorithm } }, inputs);
        });
    }

    /// <summary>
    /// The graph with lanes of small layers over the batch, as a program of its own for large batches; null where that is not faster.
    /// </summary>
    /// <param name="graph">A graph without layouts, whose epilogues are fused.</param>
    /// <param name="batchCapacity">The largest batch.</param>
    /// <param name="choices">What tests and measurements want instead.</param>
    public static Graph.Graph? OverBatch(Graph.Graph graph, int batchCapacity, ScheduleChoices choices) =>
        LanesOverBatch.Choose(graph, batchCapacity, choices.OverBatch) is { } schedules ? With(graph, schedules) : null;

    /// <summary>
    /// What it costs that an image comes in another order than an algorithm reads, and leaves in another than its readers want. Values of the
    /// caller are row-major and copied in any case, into the order of their reader. Other readers than the caller take channels side by
    /// side, and so does the backward pass what they saw.
    /// </summary>
    private static double Moves(Candidate candidate, GraphBuilder builder, int image, Node node, ILookup<int, Node> readers)
    {
        var (shape, inPlanes) = (builder[image].Shape, candidate.Algorithm.MakesPlanes);
        var producer = Producer(builder, image);
        var comesInPlanes = producer.Operation is NetworkInput || producer.Schedule.Algorithm is { MakesPlanes: true };

        // A single channel lies the same either way.
        var isSame = shape[0] == 1 || comesInPlanes == inPlanes;
        var entering = shape.Length * (!isSame ? CostModel.TransposeCycles : candidate.CopiesImage ? CostModel.CopyCycles : 0);
        var leavesRowMajor = LeavesRowMajor(readers, node);
        var leaving = node.Shape.Length * (inPlanes == leavesRowMajor ? 0 : inPlanes ? 2 * CostModel.TransposeCycles : CostModel.TransposeCycles);
        return entering + leaving;
    }

    /// <summary>The node that makes a value, behind elementwise operations.</summary>
    private static Node Producer(GraphBuilder builder, int id)
    {
        var node = builder[id];
        while (node.Operation is Map)
        {
            var operand = node.Inputs.Select(input => builder[input]).FirstOrDefault(input => input.Type == node.Type);
            if (operand is null)
                return node;
            node = operand;
        }

        return node;
    }

    /// <summary>Whether all that the forward pass does with a value, behind elementwise operations, is to give it to the caller or to a loss.</summary>
    private static bool LeavesRowMajor(ILookup<int, Node> readers, Node node)
    {
        var seen = new HashSet<int> { node.Id };
        var values = new Stack<int>(seen);
        while (values.Count > 0)
        {
            foreach (var reader in readers[values.Pop()].Where(reader => reader.Origin.Phase == Phase.Forward))
            {
                if (reader.Operation is not (Map or Reshape))
                    return false;
                if (seen.Add(reader.Id))
                    values.Push(reader.Id);
            }
        }

        return true;
    }

    private static ILookup<int, Node> ReadersOf(Graph.Graph graph) =>
        graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);

    /// <summary>Gives nodes other schedules.</summary>
    private static Graph.Graph With(Graph.Graph graph, IReadOnlyDictionary<int, Schedule> schedules) => schedules.Count == 0 ? graph : Simplify.Rewrite(
        graph, (builder, node, inputs) => builder.Copy(schedules.TryGetValue(node.Id, out var schedule) ? node with { Schedule = schedule } : node, inputs));
}
