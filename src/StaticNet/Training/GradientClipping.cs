using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet;

/// <summary>Clipping by the global norm, as torch.nn.utils.clip_grad_norm_ (Pascanu et al., 2013, section 3.2).</summary>
internal static class GradientClipping
{
    /// <summary>Scales the gradients by maximum / (norm + 1e-6) if that is below 1, and gives the norm they had.</summary>
    /// <remarks>
    /// A norm of NaN or infinity spreads NaN over the gradients, as it does in PyTorch: hiding it would train on noise.
    /// </remarks>
    public static float Clip(Span<float> gradients, float maximum)
    {
        double norm = Norm(gradients);
        double factor = maximum / (norm + 1e-6);
        if (!(factor >= 1))
            Scale(gradients, (float)factor);
        return (float)norm;
    }

    /// <summary>
    /// The root of the sum of squares. In double precision, where no square overflows and products of floats are exact, and
    /// always in eight sums, so that the result has the same bits on every machine.
    /// </summary>
    private static double Norm(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector256<double> lowerSums = Vector256<double>.Zero;
        Vector256<double> upperSums = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            lowerSums += lower * lower;
            upperSums += upper * upper;
        }

        double sum = Vector256.Sum(lowerSums + upperSums);
        for (; i < values.Length; i++)
            sum += (double)values[i] * values[i];
        return Math.Sqrt(sum);
    }

    private static void Scale(Span<float> values, float factor)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref first, (nuint)i) * factor).StoreUnsafe(ref first, (nuint)i);
        for (; i < values.Length; i++)
            values[i] *= factor;
    }
}
