namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Dense layers: y = W x and what belongs to it.</summary>
internal static class DenseProducts
{
    /// <summary>y[o] = sum over i of W[o, i] x[i].</summary>
    public static void Forward(Tensor x, Tensor weight, Tensor y)
    {
        for (var n = 0; n < y.Samples; n++)
        {
            for (var o = 0; o < y.Length; o++)
            {
                for (var i = 0; i < x.Length; i++)
                    y[n, o] += weight[0, (o * x.Length) + i] * x[n, i];
            }
        }
    }

    /// <summary>dW[o, i] = sum over the batch of dy[o] x[i].</summary>
    public static void WeightGradient(Tensor x, Tensor dy, Tensor gradient)
    {
        for (var n = 0; n < dy.Samples; n++)
        {
            for (var o = 0; o < dy.Length; o++)
            {
                for (var i = 0; i < x.Length; i++)
                    gradient[0, (o * x.Length) + i] += dy[n, o] * x[n, i];
            }
        }
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
