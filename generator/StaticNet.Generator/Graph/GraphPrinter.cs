using System.Text;
using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Graph;

/// <summary>Prints a graph as text, one node a line: the form that snapshots and defect reports use.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        Loop? loop = null;
        foreach (var node in graph.Nodes)
        {
            // What runs step by step is indented under its loop.
            if (node.Loop is not null && node.Loop != loop)
                text.Append(node.Loop).Append('\n');
            loop = node.Loop;
            text.Append(loop is null ? "" : "    ");
            text.Append('%').Append(node.Id).Append(" = ").Append(node.Operation.Describe());
            text.Append('(').Append(string.Join(", ", node.Inputs.Select(input => "%" + input))).Append(')');
            text.Append(" : ").Append(node.Type);
            if (node.Schedule.ToString() is { Length: > 0 } schedule)
                text.Append(", ").Append(schedule);
            if (node.Layout is { IsRowMajor: false })
                text.Append(", ").Append(node.Layout);
            text.Append("  ; ").Append(node.Origin).Append(' ').Append(node.Origin.Phase.ToString().ToLowerInvariant());
            text.Append('\n');
        }

        foreach (var root in graph.Roots)
            text.Append(root.Kind).Append(' ').Append(root.Index).Append(" = %").Append(root.Node).Append('\n');
        return text.ToString();
    }
}
