using StaticNet.Bench.Machine;
using StaticNet.Bench.Networks;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Peers.Models;
using StaticNet.Runtime;

namespace StaticNet.Bench.Cases;

/// <summary>Inference through the public entry: one sample a call, which reads every weight once, or a full batch.</summary>
internal static class ForwardCases
{
    private const int Batch = 64;

    /// <summary>Calls Forward as often as it is told.</summary>
    private delegate void Loop<TNetwork>(TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int runs);

    public static IEnumerable<Case> All()
    {
        // Calls of these take some tens of nanoseconds, so their loops are written out.
        Loop<Tiny> tiny = (network, inputs, outputs, runs) =>
        {
            for (int run = 0; run < runs; run++)
                network.Forward(inputs, outputs);
        };
        yield return Of("tiny/forward", () => new Tiny(), 1, Tiny.ForwardFlops, Aim.AtMost(0.015), tiny);
        yield return Of("tiny/forward-64", () => new Tiny(), Batch, Tiny.ForwardFlops);
        Loop<Small> small = (network, inputs, outputs, runs) =>
        {
            for (int run = 0; run < runs; run++)
                network.Forward(inputs, outputs);
        };
        yield return Of("small/forward", () => new Small(), 1, Small.ForwardFlops, Aim.AtMost(0.12), small);
        yield return Of("small/forward-64", () => new Small(), Batch, Small.ForwardFlops);
        Loop<Controller> controller = (network, inputs, outputs, runs) =>
        {
            for (int run = 0; run < runs; run++)
                network.Forward(inputs, outputs);
        };
        yield return Of("controller/forward", () => new Controller(), 1, Controller.ForwardFlops, null, controller);
        yield return Of("controller/forward-64", () => new Controller(), Batch, Controller.ForwardFlops);
        yield return Of(
            "dense/forward-64", () => new DenseLayer784(), Batch, DenseLayer784.ForwardFlops, Aim.AtLeast(0.93, 0.90));
        yield return Of("mlp/forward", () => new Mlp(), 1, Mlp.ForwardFlops, Aim.AtMost(4.3));
        yield return Of("mlp/forward-64", () => new Mlp(), Batch, Mlp.ForwardFlops);
        yield return Of("lenet5/forward", () => new LeNet5(), 1, LeNet5.ForwardFlops, Aim.AtMost(11));
        yield return Of("lenet5/forward-64", () => new LeNet5(), Batch, LeNet5.ForwardFlops);
    }

    /// <summary>A case for a network.</summary>
    /// <param name="name">The case's name.</param>
    /// <param name="create">Creates the network.</param>
    /// <param name="count">The samples of a call.</param>
    /// <param name="flops">The operations of a sample.</param>
    /// <param name="aim">What is to be reached.</param>
    public static Case Of<TNetwork>(string name, Func<TNetwork> create, int count, long flops, Aim? aim = null)
        where TNetwork : IFeedForward =>
        Of(name, create, count, flops, aim, (network, inputs, outputs, runs) =>
        {
            for (int run = 0; run < runs; run++)
            {
                if (count == 1)
                    network.Forward(inputs, outputs);
                else
                    network.Forward(inputs, outputs, count);
            }
        });

    private static Case Of<TNetwork>(string name, Func<TNetwork> create, int count, long flops, Aim? aim, Loop<TNetwork> loop)
        where TNetwork : IFeedForward => new(name, () =>
    {
        TNetwork network = create();
        Model model = Model.Of(network);
        float[] inputs = Samples.Uniform(count * Length(model.InputShape));

        // Like the memory that peers get, ours begins on cache lines; that of arrays begins anywhere, which would add chance to every process.
        var (from, to) = (new AlignedBuffer(inputs.Length), new AlignedBuffer(count * Length(model.OutputShape)));
        inputs.CopyTo(from.Span);
        loop(network, from.Span, to.Span, 1);
        return Subject.Of(runs => loop(network, from.Span, to.Span, runs)) with
        {
            Flops = (double)flops * count,
            Traffic = Traffic.OfFloats(network.Parameters.Length + inputs.Length, to.Length),
            Work = new ForwardWork(model, count, inputs, [.. to.Span]),
        };
    })
    {
        Aim = aim,
    };

    private static int Length(int[] shape) => shape.Aggregate(1, (product, size) => product * size);
}
