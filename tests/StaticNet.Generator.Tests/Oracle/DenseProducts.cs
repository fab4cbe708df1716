namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Dense layers: y = W x and what belongs to it.</summary>
internal static class DenseProducts
{
    /// <summary>y[..., o] = sum over i of W[o, i] x[..., i].</summary>
    public static void Forward(Tensor x, Tensor weight, Tensor y)
    {
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        for (var n = 0; n < y.Samples; n++)
        {
            for (var at = 0; at < y.Length; at++)
            {
                for (var i = 0; i < inputs; i++)
                    y[n, at] += weight[0, (at % outputs * inputs) + i] * x[n, (at / outputs * inputs) + i];
            }
        }
    }

    /// <summary>dW[o, i] = sum over the batch, and all axes but the last, of dy[o] x[i].</summary>
    public static void WeightGradient(Tensor x, Tensor dy, Tensor gradient)
    {
        var (outputs, inputs) = (gradient.Shape[0], gradient.Shape[1]);
        for (var n = 0; n < dy.Samples; n++)
        {
            for (var at = 0; at < dy.Length; at++)
            {
                for (var i = 0; i < inputs; i++)
                    gradient[0, (at % outputs * inputs) + i] += dy[n, at] * x[n, (at / outputs * inputs) + i];
            }
        }
    }

    /// <summary>y[..., m, n] = sum over k of a[..., m, k] b[..., k, n], where axes before the last two broadcast.</summary>
    public static void Matrices(Tensor a, Tensor b, Tensor y)
    {
        var depth = a.Shape.Last;
        for (var n = 0; n < y.Samples; n++)
        {
            for (var at = 0; at < y.Length; at++)
            {
                var place = y.Shape.Coordinates(at);
                for (var k = 0; k < depth; k++)
                    y[n, at] += a[n, Element(a, place, ^1, k)] * b[n, Element(b, place, ^2, k)];
            }
        }
    }

    /// <summary>The element of a factor at a place of the product, with one of the last two coordinates replaced.</summary>
    private static int Element(Tensor factor, int[] place, Index axis, int coordinate)
    {
        int[] at = [.. place];
        at[axis] = coordinate;
        at = at[(at.Length - factor.Shape.Rank)..];
        for (var i = 0; i < at.Length; i++)
            at[i] = Math.Min(at[i], factor.Shape[i] - 1);
        return factor.Shape.ElementAt(at);
    }

    /// <summary>(O, I) as (I, O).</summary>
    public static void Transpose(Tensor weight, Tensor result)
    {
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
                result[0, (i * outputs) + o] = weight[0, (o * inputs) + i];
        }
    }
}
