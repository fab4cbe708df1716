using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>Values that are combined element by element, after they were broadcast to one shape: <c>[Add("a", "b")]</c> and its like.</summary>
internal sealed class MergeLayer : LayerRule
{
    private readonly bool takesTwo;
    private readonly Func<IReadOnlyList<Formula>, Formula> combine;

    private MergeLayer(string kind, Func<IReadOnlyList<Formula>, Formula> combine, bool takesTwo = false)
    {
        Kind = kind;
        this.combine = combine;
        this.takesTwo = takesTwo;
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayerRule> All { get; } = new LayerRule[]
    {
        new MergeLayer("Add", values => values.Aggregate((a, b) => a + b)),
        new MergeLayer("Subtract", values => values[0] - values[1], takesTwo: true),
        new MergeLayer("Multiply", values => values.Aggregate((a, b) => a * b)),
        new MergeLayer("Divide", values => values[0] / values[1], takesTwo: true),
        new MergeLayer("Maximum", values => values.Aggregate(Formula.Maximum)),
        new MergeLayer("Minimum", values => values.Aggregate(Formula.Minimum)),
        new MergeLayer("Average", values => values.Aggregate((a, b) => a + b) * (1.0 / values.Count)),
    };

    public override string Kind { get; }

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        if (takesTwo && layer.Inputs.Count != 2)
            layer.Report("SN0013", "inputs", $"it takes two values, but {layer.Inputs.Count} are named", "name one, for the layer before and that one, or two");
        var shapes = Enumerable.Range(0, layer.Inputs.Count).Select(layer.ShapeOf).OfType<Shape>().ToArray();
        if (!Broadcasting.Fit(shapes))
        {
            var (first, rank) = (shapes[0], shapes[0].Rank);
            var example = rank == 3 ? $"[Conv2D({first[0]}, 1)]" : rank == 1 ? $"[Dense({first[0]})]" : $"[Reshape({string.Join(", ", first.Dimensions)})]";
            layer.Report("SN0013", "inputs", $"it combines values of different shapes {string.Join(" and ", shapes.AsEnumerable())}, which do not broadcast",
                $"bring them to one shape first, for instance with {example} behind the second");
        }

        return layer.IsSound
            ? layer.Graph.Map(combine(Enumerable.Range(0, shapes.Length).Select(i => (Formula)new Input(i)).ToArray()), layer.Inputs.ToArray())
            : null;
    }
}
