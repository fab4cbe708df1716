using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Map;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Dropout(rate)]</c>: while training, elements become zero with that probability and the others grow by 1 / (1 - rate).</summary>
internal sealed class DropoutLayer : LayerRule
{
    public override string Kind => "Dropout";

    public override bool DiffersInTraining => true;

    public override bool IsRandom => true;

    public override int? Build(LayerContext layer)
    {
        var rate = ReadRate(layer);
        if (!layer.IsSound)
            return null;

        // A value of its own even where nothing is dropped, as outputs are found by what no layer reads.
        if (rate == 0)
            return layer.Graph.Map(new Input(0), layer.Input);
        var dropped = layer.Graph.Add(new Dropout(rate!.Value, layer.NextRandomStream()), layer.Input);
        return layer.Graph.Add(new ByMode(), dropped, layer.Input);
    }

    /// <summary>The probability of zero; null where it is wrong or unknown.</summary>
    public static double? ReadRate(LayerContext layer)
    {
        var rate = layer.Real("rate", 0.5);
        if (rate is not { } written || (written >= 0 && (float)written < 1))
            return rate;
        layer.OutOfRange("rate", SinglePrecision.Text(written), "at least 0 and, in single precision, less than 1", "0.5",
            ", or another rate of at least 0 and less than 1");
        return null;
    }
}

/// <summary>
/// Inverted dropout. The mask is a function of (seed, step, stream, element), so nothing is stored for backward: the gradient
/// is the same operation on dy.
/// </summary>
internal sealed record Dropout(double Rate, int Stream) : Operation, IRandomOperation
{
    public override string Describe() =>
        "Dropout " + Rate.ToString(System.Globalization.CultureInfo.InvariantCulture) + " stream " + Stream;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Builder.Add(this, gradients.Materialize(outputGradient, node.Type)));

    /// <summary>Elements are numbered as they lie in memory, so both passes must agree on the layout.</summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var layout = request.StreamLayout(Stream) ?? request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0));
        request.Require(0, layout);
        request.SetStreamLayout(Stream, layout);
        return layout;
    }

    public override bool MayRunInPlace(KernelSignature signature) => true;

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => node.Shape.Length;

    public override Kernel Lower(KernelSignature signature) => DropoutSchedule.Create(signature, Rate);
}
