using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// A network of cells as a program of one step: what it is at inference for sequences of one step, where states come in and go out. There
/// is one if what a step makes depends on that step and on states alone.
/// </summary>
internal static class Streaming
{
    /// <summary>What is known of a value.</summary>
    private enum Dependence
    {
        /// <summary>It is the same for all inputs.</summary>
        None,

        /// <summary>Each of its steps depends on that step, and on states.</summary>
        Stepwise,

        /// <summary>It depends on the last step, and on states.</summary>
        OnLast,

        /// <summary>Neither.</summary>
        Other,
    }

    /// <summary>The forward pass of one step: its inputs and outputs are those of the network, then the states; null where there is none.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="forward">The forward pass in inference.</param>
    public static Graph.Graph? Find(NetworkSpec spec, Graph.Graph forward)
    {
        if (forward.Nodes.All(node => node.Loop is null) || forward.Interface.Inputs.Any(input => input.IsInteger || input.Shape.Rank == 0) || !IsPossible(forward))
            return null;
        var diagnostics = new List<DiagnosticInfo>();
        return GraphConstruction.BuildStep(spec, diagnostics) is { } step && diagnostics.Count == 0 && step.Interface.Parameters == forward.Interface.Parameters
            && step.Roots.All(root => root.Node >= 0)
            ? Simplify.ForMode(step, Mode.Inference)
            : null;
    }

    private static bool IsPossible(Graph.Graph forward)
    {
        var steps = forward.Interface.Inputs[0].Shape[0];
        if (forward.Interface.Inputs.Any(input => input.Shape[0] != steps) || forward.Nodes.Any(node => node.Loop is { IsReversed: true }))
            return false;
        var known = new Dependence[forward.Nodes.Count];
        foreach (var node in forward.Nodes)
            known[node.Id] = Of(node);
        return forward.Roots.Where(root => root.Kind == RootKind.Output).All(root => known[root.Node] is Dependence.Stepwise or Dependence.OnLast);

        Dependence Of(Node node)
        {
            var inputs = node.Inputs.Select(input => known[input]).ToArray();
            if (node.Operation is NetworkInput || (node.Loop is not null && node.Operation is PreviousState))
                return Dependence.Stepwise;
            if (inputs.All(input => input == Dependence.None))
                return Dependence.None;
            if (inputs.Contains(Dependence.Other))
                return Dependence.Other;
            if (!inputs.Contains(Dependence.Stepwise))
                return Dependence.OnLast;
            if (inputs.Contains(Dependence.OnLast))
                return Dependence.Other;
            return node.Operation switch
            {
                _ when node.Loop is not null => Dependence.Stepwise,
                ToSteps or FromSteps or Collect => Dependence.Stepwise,
                SingleStep single when single.Step == steps - 1 => Dependence.OnLast,
                _ when node.Type.Steps > 1 => Dependence.Stepwise,
                _ when node.Operation.IsStepwise(node.Inputs.Select(input => forward[input].Type).ToArray(), node.Type, i => inputs[i] == Dependence.Stepwise) => Dependence.Stepwise,
                _ => Dependence.Other,
            };
        }
    }
}
