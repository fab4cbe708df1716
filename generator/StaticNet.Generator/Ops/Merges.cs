using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Add("a", "b")]</c>: the sum of values of equal shape.</summary>
internal sealed class AddLayer : LayerRule
{
    public override string Kind => "Add";

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        var shapes = Enumerable.Range(0, layer.Inputs.Count).Select(layer.ShapeOf).OfType<Shape>().ToArray();
        if (shapes.Any(shape => shape != shapes[0]))
        {
            var (first, rank) = (shapes[0], shapes[0].Rank);
            var example = rank == 3 ? $"[Conv2D({first[0]}, 1)]" : rank == 1 ? $"[Dense({first[0]})]" : $"[Reshape({string.Join(", ", first.Dimensions)})]";
            layer.Report("SN0013", "inputs", $"it adds values of different shapes {string.Join(" and ", shapes.AsEnumerable())}",
                $"bring them to one shape first, for instance with {example} behind the second");
        }

        if (!layer.IsSound)
            return null;
        var sum = Enumerable.Range(0, shapes.Length).Select(i => (Formula)new Input(i)).Aggregate((a, b) => a + b);
        return layer.Graph.Map(sum, layer.Inputs.ToArray());
    }
}
