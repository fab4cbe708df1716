namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Softmax cross entropy of C classes along axis 0, with a label at each position of the other axes.</summary>
internal static class CrossEntropies
{
    /// <summary>y[c, ...] = exp(x[c, ...] - m), y[C, ...] = m, the maximum of x over the classes, y[C + 1, ...] = the sum of the exponentials.</summary>
    public static void Exponentials(Tensor x, Tensor y)
    {
        var positions = y.Length / y.Shape[0];
        for (var n = 0; n < x.Samples; n++)
        {
            for (var position = 0; position < positions; position++)
            {
                var (maximum, sum) = (double.NegativeInfinity, 0.0);
                for (var element = position; element < x.Length; element += positions)
                    maximum = Math.Max(maximum, x[n, element]);
                for (var element = position; element < x.Length; element += positions)
                    sum += y[n, element] = Math.Exp(x[n, element] - maximum);
                y[n, x.Length + position] = maximum;
                y[n, x.Length + positions + position] = sum;
            }
        }
    }

    /// <summary>weight times the sum of m - x[label] + log(s).</summary>
    public static void Loss(Tensor x, Tensor exponentials, Tensor labels, Tensor weight, Tensor loss)
    {
        var sum = 0.0;
        for (var n = 0; n < labels.Samples; n++)
        {
            for (var position = 0; position < labels.Length; position++)
            {
                sum += exponentials[n, x.Length + position] - x[n, ((int)labels[n, position] * labels.Length) + position]
                    + Math.Log(exponentials[n, x.Length + labels.Length + position]);
            }
        }

        loss.Values[0] = weight.Values[0] * sum;
    }

    /// <summary>dx = (e / s - one-hot(label)) weight.</summary>
    public static void Gradient(Tensor exponentials, Tensor labels, Tensor weight, Tensor dx)
    {
        for (var n = 0; n < dx.Samples; n++)
        {
            for (var element = 0; element < dx.Length; element++)
            {
                var position = element % labels.Length;
                var softmax = exponentials[n, element] / exponentials[n, dx.Length + labels.Length + position];
                var oneHot = element / labels.Length == (int)labels[n, position] ? 1 : 0;
                dx[n, element] = (softmax - oneHot) * weight.Values[0];
            }
        }
    }
}
