using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Ops;

/// <summary>An activation layer: a row of the table of formulas, applied to every element.</summary>
internal sealed class ActivationLayer : LayerRule
{
    private readonly ActivationRow row;

    private ActivationLayer(ActivationRow row) => this.row = row;

    public override string Kind => row.Name;

    public static IEnumerable<LayerRule> All => Activations.Table.Select(row => new ActivationLayer(row));

    public override int? Build(LayerContext layer)
    {
        var numbers = row.Parameters.Select(parameter => layer.Real(parameter.Name, parameter.Default)).ToArray();
        if (!layer.IsSound)
            return null;
        var activation = row.Create(numbers.Select(number => number!.Value).ToArray());
        return layer.Graph.Add(
            new Map(activation.Formula, layer.Graph[layer.Input].Type) { FromOutput = activation.DerivativeFromOutput }, layer.Input);
    }
}
