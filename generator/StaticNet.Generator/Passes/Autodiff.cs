using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Reverse-mode differentiation of a graph. Each operation's own rule (<see cref="Operation.Differentiate"/>) writes its
/// gradient in terms of other operations, in one walk from the seeds back to what is asked for; values from which no wanted
/// parameter or input is reached get no gradient at all.
/// </summary>
internal static class Autodiff
{
    /// <summary>Adds the gradients of the loss with respect to all parameters, seeded with 1.</summary>
    public static Graph.Graph OfLoss(Graph.Graph graph)
    {
        var loss = graph.Roots.Single(root => root.Kind == RootKind.Loss).Node;
        return Differentiate(graph, (builder, seeds) =>
        {
            builder.Origin = graph[loss].Origin with { Phase = Phase.Loss };
            seeds[loss] = builder.Map(new Constant(1), graph[loss].Type);
        }, withInputs: false);
    }

    /// <summary>Adds the gradients with respect to all parameters and inputs, seeded with gradients that the caller gives.</summary>
    public static Graph.Graph OfOutputs(Graph.Graph graph) => Differentiate(graph, (builder, seeds) =>
    {
        foreach (var root in graph.Roots.Where(root => root.Kind == RootKind.Output))
        {
            builder.Origin = new Origin("Output", graph.Interface.Outputs[root.Index].Name, Phase.Backward);
            var seed = builder.Add(new OutputGradient(root.Index, graph[root.Node].Shape));

            // One value may serve as several outputs: their gradients add up.
            seeds[root.Node] = seeds.TryGetValue(root.Node, out var other)
                ? builder.Map(new Input(0) + new Input(1), other, seed)
                : seed;
        }
    }, withInputs: true);

    private static Graph.Graph Differentiate(
        Graph.Graph graph, Action<GraphBuilder, Dictionary<int, int>> addSeeds, bool withInputs)
    {
        var builder = new GraphBuilder();
        foreach (var node in graph.Nodes)
            builder.Copy(node, node.Inputs);
        var seeds = new Dictionary<int, int>();
        addSeeds(builder, seeds);

        var gradients = new Gradients(builder, FindNeeded(graph, withInputs).Contains);
        foreach (var seed in seeds)
            gradients.Add(seed.Key, seed.Value);
        var loops = graph.Nodes.Select(node => node.Loop).OfType<Loop>().Select(loop => loop.Id).DefaultIfEmpty(0).Max();
        var done = new HashSet<Loop>();
        for (var id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            var node = graph[id];
            if (node.Loop is { } loop)
            {
                // Its last node comes behind all that it reads, and before all that reads it.
                if (done.Add(loop))
                    LoopGradient.Add(graph, gradients, loop, ++loops);
                continue;
            }

            if (node.Operation.IsLeaf || !gradients.IsNeeded(id) || gradients.Total(id) is not { } outputGradient)
                continue;
            builder.Origin = node.Origin with { Phase = node.Origin.Phase == Phase.Loss ? Phase.Loss : Phase.Backward };
            node.Operation.Differentiate(gradients, node, outputGradient);
        }

        return builder.Build(graph.Interface, graph.Roots.Concat(GradientRoots(graph, gradients, withInputs)));
    }

    /// <summary>Everything that a parameter (or an input) reaches.</summary>
    private static HashSet<int> FindNeeded(Graph.Graph graph, bool withInputs)
    {
        var needed = new HashSet<int>();
        for (var before = -1; before != needed.Count;)
        {
            before = needed.Count;
            foreach (var node in graph.Nodes)
            {
                // What a state was is what the step before made of it.
                if (IsTrained(graph, node) || (withInputs && node.Operation is NetworkInput { Element: ElementType.Float }) || node.Inputs.Any(needed.Contains)
                    || (node.Operation is PreviousState && needed.Contains(graph.NextOf(node).Id)))
                {
                    needed.Add(node.Id);
                }
            }
        }

        return needed;
    }

    private static bool IsTrained(Graph.Graph graph, Node node) => node.Operation is NetworkParameter parameter && !graph.Interface.Parameters[parameter.Index].IsFrozen;

    private static IEnumerable<Root> GradientRoots(Graph.Graph graph, Gradients gradients, bool withInputs)
    {
        foreach (var node in graph.Nodes)
        {
            var (kind, index) = node.Operation switch
            {
                NetworkParameter parameter when IsTrained(graph, node) => (RootKind.ParameterGradient, parameter.Index),
                NetworkInput { Element: ElementType.Float } input when withInputs => (RootKind.InputGradient, input.Index),
                _ => (RootKind.Output, -1),
            };
            if (index < 0)
                continue;
            gradients.Builder.Origin = node.Origin with { Phase = Phase.Backward };

            // What no output depends on has a gradient of zero, not none.
            var total = gradients.Total(node.Id) ?? gradients.Builder.Map(new Constant(0), node.Type);
            yield return new Root(kind, index, gradients.Materialize(total, node.Type));
        }
    }
}
