using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets the first kernel that reads an input of the network read it where the caller has it, and copy it to the arena as it goes, for
/// Backward and for whoever else reads it. The copy's loads are the kernel's own, and its stores run beside the multiply-adds; a pass
/// before the kernel would have nothing else to do while it waits for memory.
/// </summary>
internal static class InputEntry
{
    /// <summary>The inputs that a program's kernels can take in, by their number.</summary>
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="batchCapacity">Samples of a call at the most.</param>
    public static IReadOnlyList<int> Find(Graph.Graph graph, int batchCapacity) => graph.Nodes
        .Where(node => node.Operation is NetworkInput && FirstReader(graph, node) is { } reader && Suits(graph, node, reader, batchCapacity))
        .Select(node => ((NetworkInput)node.Operation).Index).ToArray();

    /// <summary>Takes in some inputs that <see cref="Find"/> found.</summary>
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="inputs">Their numbers.</param>
    public static Graph.Graph Run(Graph.Graph graph, IEnumerable<int> inputs)
    {
        var readers = new HashSet<int>(graph.Nodes
            .Where(node => node.Operation is NetworkInput input && inputs.Contains(input.Index))
            .Select(node => FirstReader(graph, node)!.Id));
        return readers.Count == 0 ? graph : Simplify.Rewrite(graph, (builder, node, operands) => builder.Copy(
            readers.Contains(node.Id) ? node with { Operation = (Contraction)node.Operation with { Enters = true } } : node, operands));
    }

    /// <summary>The first node that reads the input's memory; null where nobody does.</summary>
    private static Node? FirstReader(Graph.Graph graph, Node input) => graph.Nodes.FirstOrDefault(node =>
        !node.Operation.IsAlias && node.Inputs.Any(operand => graph.Base(operand) == input.Id));

    private static bool Suits(Graph.Graph graph, Node input, Node reader, int batchCapacity) =>
        reader.Loop is null && graph.Base(reader.Inputs[0]) == input.Id && reader.Inputs.Count(operand => graph.Base(operand) == input.Id) == 1 && reader.Operation switch
        {
            Dense { OverBatch: false } dense => reader.Shape.Rank == 1 && input.AssignedLayout.IsRowMajor && MatrixProduct.SuitsEntry(batchCapacity, input.Shape.Length, dense.Outputs),
            Convolution { InPlanes: true } convolution => PlaneEntry.Suits(new(input.Type, input.AssignedLayout), convolution.Window, reader.Shape),
            _ => false,
        };
}
