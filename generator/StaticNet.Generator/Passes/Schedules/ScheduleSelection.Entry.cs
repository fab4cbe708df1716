using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes.Schedules;

/// <summary>
/// Lets the first kernel that reads an input of the network read it where the caller has it, and copy it to the arena as it goes, for
/// Backward and for whoever else reads it. The copy's loads are the kernel's own, and its stores run beside the multiply-adds; a pass
/// before the kernel would have nothing else to do while it waits for memory.
/// </summary>
internal static partial class ScheduleSelection
{
    /// <summary>The inputs that a program's kernels can take in, by their number.</summary>
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="batchCapacity">Samples of a call at the most.</param>
    public static IReadOnlyList<int> Entering(Graph.Graph graph, int batchCapacity) => graph.Nodes
        .Where(node => node.Operation is NetworkInput && FirstReader(graph, node) is { } reader && TakesIn(graph, node, reader, batchCapacity))
        .Select(node => ((NetworkInput)node.Operation).Index).ToArray();

    /// <summary>Takes in some inputs that <see cref="Entering"/> found.</summary>
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="inputs">Their numbers.</param>
    public static Graph.Graph WithEntries(Graph.Graph graph, IEnumerable<int> inputs) => With(graph, graph.Nodes
        .Where(node => node.Operation is NetworkInput input && inputs.Contains(input.Index))
        .Select(node => FirstReader(graph, node)!)
        .ToDictionary(reader => reader.Id, reader => reader.Schedule with { TakesIn = true }));

    /// <summary>The first node that reads the input's memory; null where nobody does.</summary>
    private static Node? FirstReader(Graph.Graph graph, Node input) => graph.Nodes.FirstOrDefault(node =>
        !node.Operation.IsAlias && node.Inputs.Any(operand => graph.Base(operand) == input.Id));

    private static bool TakesIn(Graph.Graph graph, Node input, Node reader, int batchCapacity) =>
        reader.Loop is null && graph.Base(reader.Inputs[0]) == input.Id && reader.Inputs.Count(operand => graph.Base(operand) == input.Id) == 1
        && reader.Schedule.Algorithm is { } algorithm && algorithm.TakesIn(graph.SignatureOf(reader, batchCapacity));
}
