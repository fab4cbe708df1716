using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// The gradient of a loop: a loop in the other direction, whose body is the gradient of the body. Its states are the gradients of the
/// states; what it reads of the forward loop is read step by step (<see cref="LoopHoisting"/> brings it there).
/// </summary>
internal sealed class LoopGradient
{
    private readonly Graph.Graph graph;
    private readonly Gradients outer;
    private readonly Loop loop;
    private readonly IReadOnlyList<Node> body;

    private LoopGradient(Graph.Graph graph, Gradients outer, Loop loop)
    {
        this.graph = graph;
        this.outer = outer;
        this.loop = loop;
        body = graph.Nodes.Where(node => node.Loop == loop).ToArray();
    }

    /// <summary>Adds the gradients of a loop, after those of all that reads it.</summary>
    /// <param name="graph">The forward graph.</param>
    /// <param name="outer">Gradients outside of loops: of values in the loop, those of all steps.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="number">A number for the new loop.</param>
    public static void Add(Graph.Graph graph, Gradients outer, Loop loop, int number) => new LoopGradient(graph, outer, loop).Add(number);

    private void Add(int number)
    {
        var builder = outer.Builder;
        var phase = body[0].Origin.Phase == Phase.Loss ? Phase.Loss : Phase.Backward;
        builder.Origin = body[0].Origin with { Phase = phase };

        // What comes from outside stands before the loop.
        var given = body.Where(node => outer.IsNeeded(node.Id)).Select(node => (node, Total: outer.Total(node.Id))).Where(pair => pair.Total is not null)
            .Select(pair => (pair.node, Total: outer.Materialize(pair.Total!.Value, pair.node.Type with { Steps = loop.Steps }))).ToArray();
        var states = body.Where(node => node.Operation is PreviousState && outer.IsNeeded(node.Id)).ToArray();
        if (given.Length == 0)
            return;
        var zeros = states.Select(state => builder.Map(new Constant(0), state.Type)).ToArray();
        var gradients = new Gradients(builder, outer.IsNeeded);
        var own = new Loop(number, loop.Steps, !loop.IsReversed);
        builder.Loop = own;
        foreach (var (node, total) in given)
            gradients.Add(node.Id, builder.Add(new StepOf(), total));
        for (var i = 0; i < states.Length; i++)
        {
            var next = graph.NextOf(states[i]);
            if (outer.IsNeeded(next.Id))
                gradients.Add(next.Id, builder.Add(new PreviousState(i), zeros[i]));
        }

        foreach (var node in body.Reverse())
        {
            if (node.Operation.IsLeaf || node.Operation is StepOf || !outer.IsNeeded(node.Id) || gradients.Total(node.Id) is not { } total)
                continue;
            builder.Origin = node.Origin with { Phase = phase };
            node.Operation.Differentiate(gradients, node, total);
        }

        var nexts = new int[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            builder.Origin = states[i].Origin with { Phase = phase };
            var total = gradients.Total(states[i].Id) ?? builder.Map(new Constant(0), states[i].Type);
            nexts[i] = builder.Add(new NextState(i), gradients.Materialize(total, states[i].Type));
        }

        // Totals of values outside are sums in the loop; only then does it end.
        var inputs = body.Where(node => node.Operation is StepOf && gradients.IsNeeded(node.Id)).Select(node => (node, Total: gradients.Total(node.Id)))
            .Where(pair => pair.Total is not null).Select(pair => (pair.node, Total: gradients.Materialize(pair.Total!.Value, pair.node.Type))).ToArray();
        var captured = body.Where(node => node.Operation is not (StepOf or PreviousState)).SelectMany(node => node.Inputs).Distinct()
            .Where(input => graph[input].Loop is null && gradients.IsNeeded(input)).Select(input => (input, Total: gradients.Total(input)))
            .Where(pair => pair.Total is not null).Select(pair => (pair.input, Total: gradients.Materialize(pair.Total!.Value, graph[pair.input].Type))).ToArray();
        builder.Loop = null;
        foreach (var (node, total) in inputs)
            outer.Add(node.Inputs[0], builder.Add(new Collect(loop.Steps), total));
        foreach (var (input, total) in captured)
            outer.Add(input, builder.Add(new SumOfSteps(), total));
        for (var i = 0; i < states.Length; i++)
        {
            if (outer.IsNeeded(states[i].Inputs[0]))
                outer.Add(states[i].Inputs[0], builder.Add(new SingleStep(own.Last), builder.Add(new Collect(loop.Steps), nexts[i])));
        }
    }
}
