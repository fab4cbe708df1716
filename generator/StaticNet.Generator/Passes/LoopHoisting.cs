using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Leaves in a loop what has to wait for the step before. What depends on no state is computed for all steps at once before the loop, what
/// no state depends on, behind it: projections of inputs and gradients of weights become one product over steps and batch. What is the
/// same in every step is computed once. What one loop reads of another, as gradients do, it takes from where that one put it.
/// </summary>
internal sealed class LoopHoisting
{
    private enum Place
    {
        /// <summary>Once, before the loop.</summary>
        Once,

        /// <summary>Before the loop, for all steps at once.</summary>
        Before,

        /// <summary>Step by step.</summary>
        Inside,

        /// <summary>Behind the loop, for all steps at once.</summary>
        Behind,
    }

    private readonly Graph.Graph graph;
    private readonly GraphBuilder builder = new();

    /// <summary>What is outside of loops: nodes that run once, and what nodes of loops are for all steps.</summary>
    private readonly Dictionary<int, int> outside = new();

    /// <summary>Nodes that stay in their loop.</summary>
    private readonly Dictionary<int, int> inside = new();
    private readonly Dictionary<int, Place> places = new();

    /// <summary>When what is added runs: gradients may be the first to ask for all steps of a forward value.</summary>
    private Phase phase;

    private LoopHoisting(Graph.Graph graph) => this.graph = graph;

    public static Graph.Graph Run(Graph.Graph graph) =>
        graph.Nodes.Any(node => node.Loop is not null) ? Simplify.RemoveUnused(new LoopHoisting(graph).Run()) : graph;

    private Graph.Graph Run()
    {
        var done = new HashSet<Loop>();
        foreach (var node in graph.Nodes)
        {
            phase = node.Origin.Phase;
            if (node.Loop is { } loop)
            {
                if (done.Add(loop))
                    Hoist(loop);
                continue;
            }

            if (outside.ContainsKey(node.Id))
                continue;
            outside[node.Id] = node.Operation switch
            {
                Collect => AllSteps(node.Inputs[0]),
                SumOfSteps => Sum(graph[node.Inputs[0]]),
                _ => builder.Copy(node, node.Inputs.Select(Once)),
            };
        }

        return builder.Build(graph.Interface, graph.Roots.Select(root => root with { Node = Once(root.Node) }));
    }

    private void Hoist(Loop loop)
    {
        var body = graph.Nodes.Where(node => node.Loop == loop).ToArray();
        Classify(body);
        foreach (var node in body.Where(node => places[node.Id] is Place.Once or Place.Before))
            outside[node.Id] = node.Operation is StepOf ? Once(node.Inputs[0]) : CopyOutside(node, places[node.Id] == Place.Once ? 1 : loop.Steps);

        // What comes from outside stands before the loop, and so does what it reads of other loops.
        foreach (var input in body.SelectMany(node => node.Inputs).Where(input => graph[input].Loop is null).Distinct())
            Once(input);
        foreach (var input in body.SelectMany(node => node.Inputs).Where(input => IsOfOther(graph[input], loop)).Distinct())
            AllSteps(input);
        foreach (var node in body.Where(node => places[node.Id] == Place.Inside))
        {
            builder.Loop = loop;
            builder.Origin = node.Origin;
            inside[node.Id] = builder.Copy(node, node.Inputs.Select(input => InLoop(input, loop)).ToArray());
        }

        builder.Loop = null;
        foreach (var node in body.Where(node => places[node.Id] == Place.Behind))
            outside[node.Id] = CopyOutside(node, loop.Steps);
    }

    private void Classify(IReadOnlyList<Node> body)
    {
        var loop = body[0].Loop!;
        foreach (var node in body)
        {
            var inputs = node.Inputs.Select(input => graph[input]).ToArray();
            places[node.Id] = node.Operation switch
            {
                StepOf => Place.Before,
                PreviousState or NextState => Place.Inside,
                _ when inputs.All(input => !IsPerStep(input)) => Place.Once,
                _ when inputs.Any(input => places.TryGetValue(input.Id, out var place) && place == Place.Inside && input.Loop == loop) => Place.Inside,
                _ when inputs.All(CanBeOfAllSteps) => Place.Before,
                _ => Place.Inside,
            };
        }

        // Going back from what states become, all that they depend on stays; the rest may come behind.
        var isNeeded = new HashSet<int>();
        foreach (var node in body.Reverse().Where(node => places[node.Id] == Place.Inside))
        {
            if (node.Operation is NextState || isNeeded.Contains(node.Id))
                isNeeded.UnionWith(node.Inputs);
        }

        foreach (var node in body.Where(node => places[node.Id] == Place.Inside && node.Operation is not (PreviousState or NextState) && !isNeeded.Contains(node.Id)))
        {
            if (node.Inputs.Select(input => graph[input]).All(CanBeOfAllSteps))
                places[node.Id] = Place.Behind;
        }
    }

    /// <summary>Whether a value differs from step to step.</summary>
    private bool IsPerStep(Node value) => value.Loop is not null && (!places.TryGetValue(value.Id, out var place) || place != Place.Once);

    /// <summary>Whether all steps of a value can be read at once: a value of each sample that is the same in all steps would have to be repeated.</summary>
    private bool CanBeOfAllSteps(Node value) => IsPerStep(value) || !value.Type.Batched;

    private static bool IsOfOther(Node node, Loop loop) => node.Loop is { } own && own != loop;

    private int CopyOutside(Node node, int steps)
    {
        builder.Origin = node.Origin;
        var inputs = node.Inputs.Select(input => steps == 1 ? Once(input) : IsPerStep(graph[input]) ? AllSteps(input) : Once(input)).ToArray();
        return builder.Add(steps == 1 ? node.Operation : node.Operation.OfSteps(steps), inputs);
    }

    /// <summary>A value that is computed once; weights that only loops read may have been declared in the middle of one.</summary>
    private int Once(int id)
    {
        if (!outside.TryGetValue(id, out var known))
            outside[id] = known = builder.Copy(graph[id], graph[id].Inputs.Select(Once).ToArray());
        return known;
    }

    /// <summary>What a value of a loop was in each step.</summary>
    private int AllSteps(int id)
    {
        var node = graph[id];
        if (outside.TryGetValue(id, out var known))
            return node.Loop is not null && places[id] == Place.Once ? Repeat(node, known) : known;
        var origin = builder.Origin;
        builder.Origin = node.Origin with { Phase = phase };
        if (node.Operation is PreviousState)
        {
            var next = AllSteps(graph.NextOf(node).Id);
            known = builder.Add(new PreviousSteps(node.Loop!.IsReversed), Once(node.Inputs[0]), next);
        }
        else
        {
            known = builder.Add(new Collect(node.Loop!.Steps), inside[id]);
        }

        builder.Origin = origin;
        return outside[id] = known;
    }

    /// <summary>What is the same in every step, for all steps.</summary>
    private int Repeat(Node node, int once) => !node.Type.Batched ? once
        : node.Operation is Map { Formula: Formulas.Constant } constant ? builder.Add(constant.OfSteps(node.Loop!.Steps))
        : throw new InvalidOperationException($"{node.Operation.Describe()} is the same in every step, and read as if it were not");

    private int Sum(Node node)
    {
        // A sum over the batch is one over steps, too, where it is computed of all of them.
        if (places[node.Id] == Place.Once)
        {
            builder.Origin = node.Origin;
            return builder.Map(new Formulas.Input(0) * node.Loop!.Steps, Once(node.Id));
        }

        var all = AllSteps(node.Id);
        if (!builder[all].Type.Batched)
            return places[node.Id] is Place.Before or Place.Behind ? all : throw new InvalidOperationException($"{node.Operation.Describe()} is a sum that cannot leave its loop");
        builder.Origin = node.Origin;
        return builder.Add(new ReduceSteps(), all);
    }

    /// <summary>A value as a loop reads it.</summary>
    private int InLoop(int id, Loop loop)
    {
        var node = graph[id];
        if (node.Loop == loop && inside.TryGetValue(id, out var own))
            return own;
        return IsPerStep(node) ? builder.Add(new StepOf(), AllSteps(id)) : Once(id);
    }
}
