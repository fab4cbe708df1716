using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Parts of values along an axis.</summary>
internal static class Movements
{
    /// <summary>Operands one after another along an axis.</summary>
    public static void Concatenate(int axis, IReadOnlyList<Tensor> operands, Tensor result)
    {
        var start = 0;
        foreach (var operand in operands)
        {
            Copy(operand, result, axis, 0, start, operand.Shape[axis]);
            start += operand.Shape[axis];
        }
    }

    public static void Pad(Pad pad, Tensor x, Tensor result) => Copy(x, result, pad.Axis, 0, pad.Before, x.Shape[pad.Axis]);

    public static void Slice(Slice slice, Tensor x, Tensor result) => Copy(x, result, slice.Axis, slice.Start, 0, slice.Count);

    /// <summary>Axis i of the result is axis <c>axes[i]</c> of the operand.</summary>
    public static void Permute(IReadOnlyList<int> axes, Tensor x, Tensor result)
    {
        for (var element = 0; element < x.Length; element++)
        {
            var at = x.Shape.Coordinates(element);
            var place = result.Shape.ElementAt([.. axes.Select(axis => at[axis])]);
            for (var n = 0; n < result.Samples; n++)
                result[n, place] = x[n, element];
        }
    }

    private static void Copy(Tensor source, Tensor target, int axis, int sourceStart, int targetStart, int count)
    {
        for (var element = 0; element < source.Length; element++)
        {
            var at = source.Shape.Coordinates(element);
            at[axis] -= sourceStart;
            if (at[axis] < 0 || at[axis] >= count)
                continue;
            at[axis] += targetStart;
            var place = target.Shape.ElementAt(at);
            for (var n = 0; n < target.Samples; n++)
                target[n, place] = source[n, element];
        }
    }

    /// <summary>Rows of a table, chosen by integers; the table may be each sample's own.</summary>
    public static void Choose(Tensor chosen, Tensor table, Tensor result)
    {
        var width = table.Shape[1];
        for (var n = 0; n < result.Samples; n++)
        {
            for (var element = 0; element < result.Length; element++)
                result[n, element] = table[n, ((int)chosen[n, element / width] * width) + (element % width)];
        }
    }

    /// <summary>The gradient of the table: every row but a constant one has the sum of those of the places that chose it.</summary>
    public static void ChooseGradient(Tensor chosen, Tensor outputGradient, Tensor result, int? constantRow)
    {
        var width = result.Shape[1];
        for (var n = 0; n < outputGradient.Samples; n++)
        {
            for (var element = 0; element < outputGradient.Length; element++)
            {
                if ((int)chosen[n, element / width] != constantRow)
                    result[n, ((int)chosen[n, element / width] * width) + (element % width)] += outputGradient[n, element];
            }
        }
    }

    /// <summary>1 at the place that each integer names, else 0.</summary>
    public static void Mark(Tensor chosen, Tensor result)
    {
        for (var n = 0; n < result.Samples; n++)
        {
            for (var element = 0; element < result.Length; element++)
                result[n, element] = (int)chosen[n, element / result.Shape.Last] == element % result.Shape.Last ? 1 : 0;
        }
    }
}
