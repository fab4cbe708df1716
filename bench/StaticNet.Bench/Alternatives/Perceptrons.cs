using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Passes.Schedules;
using StaticNet.Generator.Programs;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Alternatives;

/// <summary>
/// Perceptrons with a batch, whose lanes run over columns or over the batch: the layers are chosen together, so whole networks are
/// measured, by their public entry.
/// </summary>
internal static class Perceptrons
{
    private const int Batch = 64;

    public static IEnumerable<Shapes> All() =>
    [
        Of(4, 16, 2), Of(2, 8, 1), Of(6, 24, 10), Of(8, 64, 64, 4), Of(16, 32, 32, 8), Of(32, 128, 6), Of(12, 100, 100, 3), Of(64, 64, 64),
    ];

    private static Shapes Of(params int[] widths)
    {
        string name = string.Join('-', widths);
        double flops = 2.0 * Batch * widths.Zip(widths.Skip(1), (inputs, outputs) => (long)inputs * outputs).Sum();
        return new Shapes($"mlp-{name}-{Batch}", Batch, flops, () =>
        {
            string layers = string.Join(", ReLU, ", widths.Skip(1).Select(width => $"Dense({width})"));
            NetworkCompilation declaration = NetworkCompilation.OfSource($$"""
                [Network(BatchCapacity = {{Batch}})]
                [Input({{widths[0]}}), {{layers}}]
                public sealed partial class Perceptron : {{typeof(IFeedForward).FullName}} { }
                """);
            bool isOverBatch = declaration.Lower().Batch is not null;
            return
            [
                Measured("lanes over columns", overBatch: false),
                Measured("lanes over the batch", overBatch: true),
            ];

            Alternative Measured(string schedule, bool overBatch)
            {
                CompiledNetwork network = declaration.Lower(new ScheduleChoices(OverBatch: overBatch));
                var instance = (IFeedForward)Activator.CreateInstance(declaration.Load(network), 0)!;
                float[] inputs = Samples.Uniform(Batch * widths[0]);
                var outputs = new float[Batch * widths[^1]];
                double cycles = LanesOverBatch.Estimate((network.Batch ?? network.Inference).Graph, Batch);
                return new Alternative(schedule, cycles, null, overBatch == isOverBatch)
                {
                    Run = runs =>
                    {
                        for (int run = 0; run < runs; run++)
                            instance.Forward(inputs, outputs, Batch);
                    },
                };
            }
        });
    }
}
