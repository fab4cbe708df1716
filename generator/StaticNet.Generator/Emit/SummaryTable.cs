using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>The table of a network: layer, output shape, parameters, FLOPs and where its value lies in the arena.</summary>
internal static class SummaryTable
{
    /// <summary>Repetitions that have rows of their own.</summary>
    private const int MostRepetitions = 16;

    public static long CountForwardFlops(CompiledNetwork network) =>
        network.Inference.Graph.Nodes.Where(node => node.Origin.Phase == Phase.Forward).Sum(node => Flops(network.Inference.Graph, node));

    /// <summary>The lines of the table.</summary>
    /// <param name="network">The network.</param>
    /// <param name="withOffsets">Whether the last column says where values lie.</param>
    public static IReadOnlyList<string> Write(CompiledNetwork network, bool withOffsets)
    {
        var rows = new List<string[]> { new[] { "Layer", "Output shape", "Parameters", "FLOPs", "Arena offset" } };
        foreach (var (port, i) in network.Forward.Interface.Inputs.Select((port, i) => (port, i)))
        {
            var node = network.Inference.Graph.Nodes.FirstOrDefault(n => n.Operation is NetworkInput input && input.Index == i);
            rows.Add(new[] { "Input " + port.Name, port.Shape.ToString(), "", "", Offset(network, node) });
        }

        // One row a layer as declared; what was fused has no value of its own, and its work is counted where it happens.
        var atInference = FindAtInference(network.Forward);
        var forward = network.Forward.Nodes.Where(node => node.Origin is { Phase: Phase.Forward, Kind: not ("Input" or "Network") });
        foreach (var layer in forward.GroupBy(node => (node.Origin.Kind, node.Origin.Layer)))
        {
            var value = layer.Last();
            var names = layer.Select(node => node.Operation).OfType<NetworkParameter>().Select(parameter => parameter.Shape.Length).ToArray();
            var placed = network.Inference.Graph.Nodes.LastOrDefault(node => node.Origin.Phase == Phase.Forward
                && node.Origin.Layer == layer.Key.Layer && node.Origin.Kind == layer.Key.Kind && !node.Operation.IsLeaf);
            var flops = layer.Where(node => atInference.Contains(node.Id)).Sum(node => Flops(network.Forward, node));
            rows.Add(new[]
            {
                layer.Key.Kind + " " + layer.Key.Layer, value.Shape.ToString(), names.Length == 0 ? "" : Number(names.Sum()),
                flops == 0 ? "" : Number(flops), Offset(network, placed),
            });
        }

        rows = WithoutRepetitions(rows);
        if (!withOffsets)
            rows = rows.Select(row => row.Take(row.Length - 1).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => Format(row, widths)).ToList();
        lines.Insert(1, string.Join("  ", widths.Select(width => new string('-', width))));
        lines.Add(string.Join("  ", widths.Select(width => new string('-', width))));
        lines.Add($"{Number(network.ParameterCount)} parameters, {Number(CountForwardFlops(network))} FLOPs a sample, "
            + $"workspace of {Number(network.WorkspaceLength)} floats for batches of up to {Number(network.Spec.BatchCapacity)}");
        if (network.PreparedLength > 0)
            lines.Add($"and {Number(network.PreparedLength)} floats of transformed weights, which Precision.Strict does without");
        return lines;
    }

    /// <summary>Rows of what repeats many times stand there once, with how often.</summary>
    private static List<string[]> WithoutRepetitions(List<string[]> rows)
    {
        var runs = Repetitions.Find(rows.Count, (first, second) =>
            rows[first].Skip(1).Take(3).SequenceEqual(rows[second].Skip(1).Take(3)) && rows[first][0].Split(' ') is { Length: 2 } one && rows[second][0].Split(' ') is { Length: 2 } other && one[0] == other[0]
                ? TensorRuns.NameDifferences(one[1], other[1])
                : null, MostRepetitions + 1);
        return runs.SelectMany(run => run.First.Select(i => rows[i]).Concat(run.Count == 1 ? Enumerable.Empty<string[]>() : new[]
        {
            new[] { "  to " + rows[run.Start + (run.Count * run.Period) - 1][0], $"{Number(run.Count - 1)} times", "", "", "" },
        })).ToList();
    }

    /// <summary>What is computed in inference, of layers that differ in training.</summary>
    private static HashSet<int> FindAtInference(Graph.Graph graph)
    {
        var found = new HashSet<int>(graph.Roots.Where(root => root.Kind != RootKind.StateUpdate).Select(root => root.Node));
        foreach (var node in graph.Nodes.Reverse().Where(node => found.Contains(node.Id)))
        {
            if (node.Operation is ByMode)
                found.Add(node.Inputs[ByMode.Choose(Mode.Inference)]);
            else
                found.UnionWith(node.Inputs);
        }

        return found;
    }

    private static string Offset(CompiledNetwork network, Node? node) =>
        node is null ? "fused" : network.Inference.Plan[node] is { } storage ? Number(storage.Offset) : "";

    public static long Flops(Graph.Graph graph, Node node) =>
        node.Operation.CountFlops(node, node.Inputs.Select(input => graph[input].Type).ToArray()) * (node.Loop?.Steps ?? 1) * graph.StepsOf(node);

    /// <summary>Thousands apart: <c>61,706</c>.</summary>
    private static string Number(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Format(string[] row, int[] widths) => string.Join("  ", row.Select((cell, column) =>
        column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
}
