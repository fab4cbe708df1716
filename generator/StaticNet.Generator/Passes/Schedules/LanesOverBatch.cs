using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes.Schedules;

/// <summary>
/// Lets the lanes of dense layers run over the batch, where their columns are too few to fill vectors: small networks that
/// compute many samples at once. Samples enter blocks of sixteen (<see cref="Layout.InBlocks"/>) before the first of such layers and leave
/// them behind the last, which costs a transposition each, so the layers are chosen together.
/// </summary>
internal sealed class LanesOverBatch
{
    /// <summary>What must be won of the whole forward pass: as much is lost by a program of its own, and by what the model does not see.</summary>
    private const double LeastGain = 0.05;

    /// <summary>Tiers whose costs are added up: the choice is one for all of them.</summary>
    private static readonly SimdTarget[] Targets = { SimdTarget.Vector256, SimdTarget.Vector512 };

    private readonly Graph.Graph graph;
    private readonly long batchCapacity;
    private readonly ILookup<int, Node> readers;
    private readonly Node[] candidates;
    private readonly HashSet<int> candidateIds;
    private readonly Dictionary<(int Depth, int Columns), (double OverColumns, double OverBatch)> cycles = new();

    private LanesOverBatch(Graph.Graph graph, long batchCapacity)
    {
        this.graph = graph;
        this.batchCapacity = batchCapacity;
        readers = graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        candidates = graph.Nodes.Where(node => node.Origin.Phase == Phase.Forward && node.Shape.Rank == 1 && CandidatesOf(node).Any(candidate => candidate.Algorithm.ReadsBlocks)
            && graph[node.Inputs[1]].Operation is NetworkParameter).ToArray();
        candidateIds = new HashSet<int>(candidates.Select(node => node.Id));
    }

    /// <summary>What becomes of which layers, by their nodes; null where lanes over the batch are not faster.</summary>
    /// <param name="graph">A graph without layouts, whose epilogues are fused.</param>
    /// <param name="batchCapacity">The largest batch.</param>
    /// <param name="overBatch">Whether to do so wherever it is possible; null where the model chooses.</param>
    public static IReadOnlyDictionary<int, Schedule>? Choose(Graph.Graph graph, int batchCapacity, bool? overBatch)
    {
        // Transformed weights are kept from call to call for one program only.
        if (batchCapacity < Layout.BlockSamples || overBatch == false
            || graph.Nodes.Any(node => node.Schedule.Algorithm is WinogradAlgorithm || node.Loop is not null || node.Type.Steps > 1))
        {
            return null;
        }

        var selection = new LanesOverBatch(graph, batchCapacity);
        var chosen = selection.Choose(overBatch == true);
        return chosen.Count == 0 ? null : chosen.ToDictionary(id => id, id => graph[id].Schedule with
        {
            Algorithm = selection.OverBatch(graph[id]) with { ResultInBlocks = selection.StaysInBlocks(graph[id], chosen) },
        });
    }

    /// <summary>What the model expects of the dense layers of a graph, whichever way their lanes run; the mean of the tiers that are asked.</summary>
    public static double Estimate(Graph.Graph graph, int batchCapacity)
    {
        var selection = new LanesOverBatch(graph, batchCapacity);
        var chosen = selection.candidates.Where(node => node.Schedule.Algorithm is BatchProductAlgorithm).Select(node => node.Id);
        return selection.Cycles(new HashSet<int>(chosen)) / Targets.Length;
    }

    private HashSet<int> Choose(bool always)
    {
        // What is impossible among all of them stays so among fewer.
        var chosen = new HashSet<int>(candidateIds);
        while (candidates.Where(node => chosen.Contains(node.Id) && !IsPossible(node, chosen)).ToArray() is { Length: > 0 } impossible)
            chosen.ExceptWith(impossible.Select(node => node.Id));
        if (always)
            return chosen;

        // All of them at first, then without those that cost more than they bring. One layer less makes a difference to its neighbours only.
        var neighbours = candidates.ToDictionary(node => node.Id, _ => new List<Node>());
        foreach (var node in candidates)
        {
            foreach (var other in ReadersBeyondMaps(node).Concat(new[] { Producer(node) }).Where(other => candidateIds.Contains(other.Id)))
            {
                neighbours[node.Id].Add(other);
                neighbours[other.Id].Add(node);
            }
        }

        for (var changes = true; changes;)
        {
            changes = false;
            foreach (var node in candidates.Where(node => chosen.Contains(node.Id)).ToArray())
            {
                var affected = neighbours[node.Id].Append(node).Distinct().ToArray();
                var before = affected.Sum(other => Cycles(other, chosen));
                chosen.Remove(node.Id);
                if (affected.All(other => !chosen.Contains(other.Id) || IsPossible(other, chosen)) && affected.Sum(other => Cycles(other, chosen)) < before)
                    changes = true;
                else
                    chosen.Add(node.Id);
            }
        }

        return CyclesOfOthers() + Cycles(chosen) < (1 - LeastGain) * (CyclesOfOthers() + Cycles(new HashSet<int>())) ? chosen : new HashSet<int>();
    }

    /// <summary>Operands of an epilogue lie as the result does, which must then stay in blocks.</summary>
    private bool IsPossible(Node node, HashSet<int> chosen) =>
        node.Inputs.Skip(2).All(input => !graph[input].Type.Batched) || StaysInBlocks(node, chosen);

    /// <summary>Whether a later layer of these reads the result, perhaps behind elementwise functions.</summary>
    private bool StaysInBlocks(Node node, HashSet<int> chosen) => ReadersBeyondMaps(node).Any(reader => chosen.Contains(reader.Id));

    /// <summary>What reads a result as its samples, behind elementwise functions as well.</summary>
    private IEnumerable<Node> ReadersBeyondMaps(Node node) => readers[node.Id].Where(reader => reader.Origin.Phase == Phase.Forward)
        .SelectMany(reader => IsElementwise(reader) ? ReadersBeyondMaps(reader) : reader.Inputs[0] == node.Id ? new[] { reader } : Array.Empty<Node>());

    private bool ComesInBlocks(Node node, HashSet<int> chosen) => chosen.Contains(Producer(node).Id);

    /// <summary>What makes the samples that a layer reads, before elementwise functions.</summary>
    private Node Producer(Node node)
    {
        var input = graph[node.Inputs[0]];
        while (IsElementwise(input))
            input = graph[input.Inputs.First(operand => graph[operand].Type == input.Type)];
        return input;
    }

    private bool IsElementwise(Node node) => node.Operation is Map && node.Inputs.Count(input => graph[input].Type == node.Type) == 1
        && node.Operation.ReadsBlocks(node.Inputs.Select(input => graph[input].Type).ToArray());

    /// <summary>What the model expects of all candidates for a full batch.</summary>
    private double Cycles(HashSet<int> chosen) => candidates.Sum(node => Cycles(node, chosen));

    private double Cycles(Node node, HashSet<int> chosen)
    {
        var (depth, columns) = (graph[node.Inputs[0]].Shape.Length, node.Shape.Length);
        if (!cycles.TryGetValue((depth, columns), out var known))
            cycles[(depth, columns)] = known = CyclesOf(node);
        if (!chosen.Contains(node.Id))
            return known.OverColumns;
        var transposed = (ComesInBlocks(node, chosen) ? 0 : depth) + (StaysInBlocks(node, chosen) ? 0 : columns);
        return known.OverBatch + (Targets.Length * transposed * batchCapacity * CostModel.BlockCycles);
    }

    /// <summary>What the model expects of a full batch, in all tiers that are asked.</summary>
    private (double OverColumns, double OverBatch) CyclesOf(Node node)
    {
        double Of(bool overBatch) => Targets.Sum(target => CandidatesOf(node).Single(candidate => candidate.Algorithm.ReadsBlocks == overBatch).Cycles(target)) * batchCapacity;
        return (Of(overBatch: false), Of(overBatch: true));
    }

    private BatchProductAlgorithm OverBatch(Node node) => CandidatesOf(node).Select(candidate => candidate.Algorithm).OfType<BatchProductAlgorithm>().Single();

    private IEnumerable<Candidate> CandidatesOf(Node node) => node.Operation.Candidates(
        new ScheduleRequest(node.Inputs.Select(input => graph[input].Type).ToArray(), node.Type, (int)batchCapacity, IsStrict: false));

    /// <summary>All else that the forward pass does, as if at the peak.</summary>
    private double CyclesOfOthers() => Targets.Sum(target => batchCapacity / (2 * CostModel.MultiplyAddsPerCycle * target.Width) * graph.Nodes
        .Where(node => node.Origin.Phase == Phase.Forward && !candidateIds.Contains(node.Id))
        .Sum(node => node.Operation.CountFlops(node, node.Inputs.Select(input => graph[input].Type).ToArray())));
}
