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

    public static void Slice(Slice slice, Tensor x, Tensor result) => Copy(x, result, slice.Axis, slice.Start, 0, slice.Count);

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
}
