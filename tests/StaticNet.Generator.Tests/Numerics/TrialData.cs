using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Everything that goes into one run of a network, in single precision as the network gets it.</summary>
internal sealed record TrialData(
    int Count, float[][] Inputs, float[][] Parameters, Array[] Targets, float[][] OutputGradients)
{
    /// <summary>What is kept but not trained, before the run: variances are among it, so it is above 0.</summary>
    public float[][] States { get; init; } = [];


    /// <summary>Random data of size about 1; weights shrink with their fan-in, so that values stay of that size.</summary>
    public static TrialData Draw(Interface ports, int count, int seed)
    {
        // Weights do not depend on the count or the seed: one network, several batches.
        var weights = new Random(4711);
        var random = new Random(seed);
        float Symmetric(Random source, double size) => (float)(size * ((2 * source.NextDouble()) - 1));
        float[] Floats(int length) => [.. Enumerable.Range(0, length).Select(_ => Symmetric(random, 1))];
        return new TrialData(
            count,
            [.. ports.Inputs.Select(input => input.IsInteger
                ? [.. Enumerable.Range(0, count * input.Shape.Length).Select(_ => (float)random.Next(input.Classes))]
                : Floats(count * input.Shape.Length))],
            [.. ports.Parameters.Select(parameter => Enumerable.Range(0, parameter.Shape.Length)
                .Select(_ => Symmetric(weights, parameter.Shape.Rank == 1 ? 0.5 : Math.Sqrt(3.0 / parameter.Initialization.FanIn))).ToArray())],
            [.. ports.Targets.Select(target => target.Element == ElementType.Int32
                ? (Array)Enumerable.Range(0, count * target.Shape.Length).Select(_ => random.Next(target.Classes)).ToArray()
                : Enumerable.Range(0, count * target.Shape.Length).Select(_ => (float)random.NextDouble()).ToArray())],
            [.. ports.Outputs.Select(output => Floats(count * output.Shape.Length))])
        {
            States = [.. ports.States.Select(state => Enumerable.Range(0, state.Shape.Length).Select(_ => 0.5f + (float)weights.NextDouble()).ToArray())],
        };
    }

    /// <summary>The same for the interpreter.</summary>
    public Bindings Bind(DropoutMasks? masks = null) => new(Count)
    {
        Inputs = [.. Inputs.Select(Widen)],
        Parameters = [.. Parameters.Select(Widen)],
        States = [.. States.Select(Widen)],
        Targets = [.. Targets.Select(target => target is int[] labels ? [.. labels.Select(label => (double)label)] : Widen((float[])target))],
        OutputGradients = [.. OutputGradients.Select(Widen)],
        Masks = masks ?? DropoutMasks.None,
    };

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];
}
