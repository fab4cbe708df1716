using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>Initial values of parameters.</summary>
/// <remarks>
/// Every value depends on the seed, the tensor's number and the element's number in the user's row-major order only, so that
/// a seed means the same network whatever layout or instruction set was chosen.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterInitialization
{
    /// <summary>Fills every tensor from its initialiser.</summary>
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <param name="tensors">The tensors in declaration order.</param>
    /// <param name="seed">Any number.</param>
    /// <remarks>
    /// Default: uniform within 1 / sqrt(fan-in), as PyTorch's layers start; Zeros; Constant: the scale; Normal: mean 0, standard
    /// deviation the scale; Xavier: normal, variance 1 / fan-in (LeCun et al., Efficient BackProp, 1998, section 4.6); Glorot:
    /// uniform within sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010, equation 16); He: normal, variance 2 / fan-in (He
    /// et al., 2015, equation 10). The scale multiplies the values of Default, Xavier, Glorot and He.
    /// </remarks>
    /// <exception cref="ArgumentException">A tensor ends beyond the buffer.</exception>
    public static void Fill(Span<float> parameters, ReadOnlySpan<TensorInfo> tensors, int seed)
    {
        for (int index = 0; index < tensors.Length; index++)
        {
            TensorInfo tensor = tensors[index];
            ulong key = CounterRandom.Bits64(unchecked((ulong)seed), (ulong)index);
            double scale = tensor.InitializerScale;
            double fanIn = Math.Max(tensor.FanIn, 1);
            double fans = Math.Max((double)tensor.FanIn + tensor.FanOut, 1);
            switch (tensor.Initializer)
            {
                case Initializer.Zeros:
                    tensor.View(parameters).Fill(0f);
                    break;
                case Initializer.Constant:
                    tensor.View(parameters).Fill(tensor.InitializerScale);
                    break;
                case Initializer.Normal:
                    FillRandom(tensor, parameters, key, scale, normal: true);
                    break;
                case Initializer.Xavier:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(1 / fanIn), normal: true);
                    break;
                case Initializer.Glorot:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(6 / fans), normal: false);
                    break;
                case Initializer.He:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(2 / fanIn), normal: true);
                    break;
                default:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(1 / fanIn), normal: false);
                    break;
            }
        }
    }

    /// <summary>Fills every tensor as asked; a buffer that is to hold zeros must be new.</summary>
    /// <param name="parameters">The flat parameter buffer, all zeros.</param>
    /// <param name="tensors">The tensors in declaration order.</param>
    /// <param name="initialization">From their initialisers and seed 0, or not at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initialisation.</exception>
    /// <exception cref="ArgumentException">A tensor ends beyond the buffer.</exception>
    public static void Fill(Span<float> parameters, ReadOnlySpan<TensorInfo> tensors, Initialization initialization)
    {
        switch (initialization)
        {
            case Initialization.Declared:
                Fill(parameters, tensors, seed: 0);
                break;
            case Initialization.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(initialization), initialization,
                    $"'{nameof(initialization)}' must be {nameof(Initialization.Declared)} or {nameof(Initialization.None)}.");
        }
    }

    private static void FillRandom(TensorInfo tensor, Span<float> parameters, ulong key, double width, bool normal)
    {
        // The view checks the bounds once; the loop below stays within its extent.
        _ = tensor.View(parameters);
        int rowLength = RowMajor.RowLength(tensor.Grid);
        int stride = RowMajor.RowStride(tensor.Strides);
        int element = 0;
        double sine = 0;
        for (int row = 0; element < tensor.Length; row++)
        {
            int at = tensor.Offset + RowMajor.RowOffset(row, tensor.Grid, tensor.Strides);
            for (int column = 0; column < rowLength; column++, element++, at += stride)
            {
                if (!normal)
                {
                    parameters[at] = (float)(width * (2 * Unit(CounterRandom.Bits64(key, (ulong)element)) - 1));
                }
                else if ((element & 1) == 0)
                {
                    // Box and Muller, 1958: two uniform numbers make two independent normal ones.
                    double radius = width * Math.Sqrt(-2 * Math.Log(1 - Unit(CounterRandom.Bits64(key, (ulong)element))));
                    (sine, double cosine) = Math.SinCos(2 * Math.PI * Unit(CounterRandom.Bits64(key, (ulong)element + 1)));
                    sine *= radius;
                    parameters[at] = (float)(radius * cosine);
                }
                else
                {
                    parameters[at] = (float)sine;
                }
            }
        }
    }

    /// <summary>A uniform number from 0 up to, but not reaching, 1: 53 bits, all that a double resolves.</summary>
    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
