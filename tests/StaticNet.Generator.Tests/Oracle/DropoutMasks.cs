using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Runtime;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>
/// The factors of inverted dropout. They are a function of seed, step, stream and the element's place in memory, so the
/// layout in which the compiled network keeps a stream's value belongs to them.
/// </summary>
/// <param name="Seed">The trainer's seed, or the random state of a Forward while training.</param>
/// <param name="Step">The trainer's step; 0 for Forward.</param>
/// <param name="Layouts">The layout of each stream's value; row-major for those that are not in it.</param>
internal sealed record DropoutMasks(ulong Seed, ulong Step, IReadOnlyDictionary<int, Layout> Layouts)
{
    public static DropoutMasks None { get; } = new(0, 0, new Dictionary<int, Layout>());

    /// <summary>The layouts of a graph's streams after layout assignment.</summary>
    public static IReadOnlyDictionary<int, Layout> LayoutsOf(Graph.Graph graph) => graph.Nodes
        .Where(node => node.Operation is Dropout)
        .GroupBy(node => ((Dropout)node.Operation).Stream)
        .ToDictionary(nodes => nodes.Key, nodes => nodes.First().AssignedLayout);

    /// <summary>The factors of a whole batch, in row-major order of the shape.</summary>
    public double[] Factors(Dropout dropout, Shape shape, int count)
    {
        var key = CounterRandom.Key(Seed, Step, (uint)dropout.Stream);
        var threshold = dropout.Rate * 4294967296.0;
        var layout = Layouts.TryGetValue(dropout.Stream, out var assigned) ? assigned : Layout.RowMajor(shape);
        var factors = new double[count * shape.Length];
        for (var i = 0; i < factors.Length; i++)
        {
            var (sample, element) = Math.DivRem(i, shape.Length);
            var index = (uint)((sample * shape.Length) + layout.PlaceOf(element));
            factors[i] = CounterRandom.Bits(key, index) >= Math.Round(threshold) ? 1 / (1 - dropout.Rate) : 0;
        }

        return factors;
    }
}
