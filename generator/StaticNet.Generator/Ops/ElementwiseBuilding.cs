using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;

namespace StaticNet.Generator.Ops;

/// <summary>Adds elementwise formulas and sums to a graph under construction, in fewer words.</summary>
internal static class ElementwiseBuilding
{
    /// <summary>An elementwise formula; operands of fewer elements are broadcast to <paramref name="type"/>.</summary>
    public static int Map(this GraphBuilder builder, Formula formula, TensorType type, params int[] inputs) => builder.Add(new Map(formula, type), inputs);

    /// <summary>An elementwise formula of operands that broadcast against each other.</summary>
    public static int Map(this GraphBuilder builder, Formula formula, params int[] inputs) =>
        builder.Map(formula, Broadcasting.Common(inputs.Select(input => builder[input].Type)), inputs);

    /// <summary>Adds up what one element of a broadcast operand received from all its repetitions.</summary>
    /// <param name="gradient">What the repetitions received, of the type of all of them or one that broadcasts to it.</param>
    /// <param name="narrow">The operand's type.</param>
    /// <param name="wide">The type of all repetitions; that of the gradient if it is not given.</param>
    public static int SumTo(this GraphBuilder builder, int gradient, TensorType narrow, TensorType? wide = null)
    {
        wide ??= builder[gradient].Type;
        if (wide == narrow)
            return gradient;
        var axes = Broadcasting.RepeatedAxes(narrow.Shape, wide.Shape);
        var batch = wide.Batched && !narrow.Batched;
        if (axes.Count > 0 || batch)
        {
            // A gradient that was kept narrow counts once for every repetition: stretch it before it is summed.
            if (builder[gradient].Type != wide)
                gradient = builder.Map(new Input(0), wide, gradient);
            gradient = builder.Add(new Reduce(ReduceKind.Sum, axes, batch), gradient);
        }

        return builder[gradient].Shape == narrow.Shape ? gradient : builder.Add(new Reshape(narrow.Shape), gradient);
    }
}
