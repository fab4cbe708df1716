using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// Compares gradients with central differences along random directions of all parameters and inputs at once: two runs each, so
/// it does for networks of any size what <see cref="GradientRuleTests"/> does element by element for small ones.
/// </summary>
internal static class SlopeComparison
{
    private const double Tolerance = 1e-6;

    /// <returns>How many directions were tried, and along how many of them every difference crosses a kink and says nothing.</returns>
    public static (int Directions, int Crossing) Check(LoweredNetwork network, TrialData data)
    {
        var (directions, crossing) = (0, 0);
        foreach (var program in new[] { "Inference", "Training", "Step" })
        {
            if (network.After(program, "Autodiff") is not { } graph)
                continue;
            var bindings = data.Bind(Reference.Masks(network, program));
            var values = Interpreter.Run(graph, bindings);
            for (var seed = 1; seed <= 2; seed++)
            {
                directions++;
                if (!Compare(graph, bindings, values, new Random(seed)))
                    crossing++;
            }
        }

        return (directions, crossing);
    }

    /// <summary>Whether there was anything to compare; fails where the gradient is not the slope.</summary>
    private static bool Compare(Graph.Graph graph, Bindings bindings, GraphValues values, Random random)
    {
        var directions = new List<(double[] Variable, double[] Direction)>();
        var (expected, size) = (0.0, 0.0);
        foreach (var root in graph.Roots.Where(root => root.Kind is RootKind.ParameterGradient or RootKind.InputGradient))
        {
            var variable = root.Kind == RootKind.ParameterGradient ? bindings.Parameters[root.Index] : bindings.Inputs[root.Index];
            var direction = variable.Select(_ => (2 * random.NextDouble()) - 1).ToArray();
            directions.Add((variable, direction));
            var products = values.Find(root.Kind, root.Index).Values.Zip(direction, (gradient, d) => gradient * d).ToArray();
            expected += products.Sum();
            size += products.Sum(Math.Abs);
        }

        foreach (var step in new[] { 1e-5, 1e-6 })
        {
            var above = Move(step);
            var below = Move(-step);

            // A difference across a kink says nothing.
            if (!Kinks.Pattern(graph, above).SequenceEqual(Kinks.Pattern(graph, below)))
                continue;
            var slope = (Value(graph, bindings, above) - Value(graph, bindings, below)) / (2 * step);
            if (!(Math.Abs(slope - expected) <= Tolerance * Math.Max(size, 1e-3)))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"the gradient along a direction is {expected:R}, the slope {slope:R}\n{GraphPrinter.Print(graph)}"));
            }

            return true;
        }

        return false;

        GraphValues Move(double step)
        {
            var originals = directions.Select(pair => (double[])pair.Variable.Clone()).ToArray();
            foreach (var (variable, direction) in directions)
            {
                for (var i = 0; i < variable.Length; i++)
                    variable[i] += step * direction[i];
            }

            var moved = Interpreter.RunForward(graph, bindings);
            for (var i = 0; i < originals.Length; i++)
                originals[i].CopyTo(directions[i].Variable, 0);
            return moved;
        }
    }

    private static double Value(Graph.Graph graph, Bindings bindings, GraphValues values) => graph.Roots.Sum(root => root.Kind switch
    {
        RootKind.Loss => values.Loss,
        RootKind.Output => values.Find(RootKind.Output, root.Index).Values.Zip(bindings.OutputGradients[root.Index], (y, seed) => y * seed).Sum(),
        _ => 0,
    });
}
