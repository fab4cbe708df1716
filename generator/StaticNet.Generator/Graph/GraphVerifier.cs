using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Graph;

/// <summary>Checks what every pass must keep true. Runs between passes in tests and debug builds.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">Names the pass, the node and the broken rule.</exception>
    public static Graph Verify(Graph graph, string pass)
    {
        // Before, gradients read whatever they need of other loops.
        var isScheduled = pass is not ("Construction" or "Autodiff") && !pass.StartsWith("Construction ", StringComparison.Ordinal) && !pass.StartsWith("Autodiff ", StringComparison.Ordinal);
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            Require(node.Id == i, $"node at position {i} has id {node.Id}");
            Require(node.Inputs.All(input => input >= 0 && input < i), $"%{i} reads a node that does not precede it");
            var inferred = node.Operation.InferType(node.Inputs.Select(input => graph[input].Type).ToArray());
            Require(inferred == node.Type, $"%{i} {node.Operation.Describe()} has type {node.Type}, its rule says {inferred}");
            if (node.Layout is { } layout)
                Require(layout.Grid.Length == node.Shape.Length, $"%{i} has a layout of {layout.Grid} for shape {node.Shape}");
        }

        // A state changes at the end of the forward pass; who reads it later would find the new one.
        var changing = new HashSet<int>(graph.Roots.Where(root => root.Kind == RootKind.StateUpdate).Select(root => root.Index));
        var changed = graph.Nodes.Where(node => node.Operation is NetworkState state && changing.Contains(state.Index)).ToLookup(node => node.Id);
        foreach (var node in graph.Nodes.Where(node => node.Origin.Phase != Phase.Forward))
            Require(!node.Inputs.Any(changed.Contains), $"%{node.Id} reads a state after it has changed");

        // Loops are left and entered at the boundary alone, and are in one piece.
        foreach (var loop in graph.Nodes.Where(node => node.Loop is not null).GroupBy(node => node.Loop!))
        {
            Require(!isScheduled || loop.Last().Id - loop.First().Id == loop.Count() - 1, $"{loop.Key} is interrupted");
            Require(loop.All(node => node.Type.Steps == 1), $"{loop.Key} computes all steps at once");
        }

        foreach (var node in graph.Nodes.Where(node => isScheduled && !node.Operation.LeavesLoop))
            Require(node.Inputs.All(input => graph[input].Loop is null || graph[input].Loop == node.Loop), $"%{node.Id} reads one step of a loop from outside");

        foreach (var root in graph.Roots)
        {
            Require(root.Node >= 0 && root.Node < graph.Nodes.Count, $"{root.Kind} {root.Index} names no node");
            var shape = root.Kind switch
            {
                RootKind.Output => graph.Interface.Outputs[root.Index].Shape,
                RootKind.ParameterGradient => graph.Interface.Parameters[root.Index].Shape,
                RootKind.InputGradient => graph.Interface.Inputs[root.Index].Shape,
                RootKind.StateUpdate => graph.Interface.States[root.Index].Shape,
                _ => Shape.Scalar,
            };
            Require(graph[root.Node].Shape == shape, $"{root.Kind} {root.Index} has shape {graph[root.Node].Shape}, not {shape}");
        }

        return graph;

        void Require(bool condition, string message)
        {
            if (!condition)
                throw new InvalidOperationException($"after {pass}: {message}");
        }
    }
}
