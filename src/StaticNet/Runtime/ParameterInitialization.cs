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
    /// <param name="memory">The flat buffers.</param>
    /// <param name="tensors">The tensors in declaration order.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="onlyStates">Whether parameters stay as they are.</param>
    /// <remarks>
    /// The distributions are those of <see cref="Initializer"/>, with the sources given there: Xavier is Glorot's first name, Kaiming He's.
    /// </remarks>
    /// <exception cref="ArgumentException">A tensor ends beyond the buffer.</exception>
    internal static void Fill(WeightMemory memory, ReadOnlySpan<TensorInfo> tensors, int seed, bool onlyStates = false)
    {
        for (int index = 0; index < tensors.Length; index++)
        {
            TensorInfo tensor = tensors[index];
            if (onlyStates && tensor.Kind != TensorKind.State)
                continue;
            Span<float> parameters = memory.Of(tensor);
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
                case Initializer.Uniform:
                    FillRandom(tensor, parameters, key, scale, normal: false);
                    break;
                case Initializer.LeCunNormal:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(1 / fanIn), normal: true);
                    break;
                case Initializer.LeCunUniform:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(3 / fanIn), normal: false);
                    break;
                case Initializer.GlorotNormal:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(2 / fans), normal: true);
                    break;
                case Initializer.GlorotUniform:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(6 / fans), normal: false);
                    break;
                case Initializer.HeNormal:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(2 / fanIn), normal: true);
                    break;
                case Initializer.HeUniform:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(6 / fanIn), normal: false);
                    break;
                default:
                    FillRandom(tensor, parameters, key, scale * Math.Sqrt(1 / fanIn), normal: false);
                    break;
            }

            for (int column = 0; tensor.ZeroRow >= 0 && column < tensor.Shape[1]; column++)
                tensor.View(parameters)[tensor.ZeroRow, column] = 0;
        }
    }

    /// <summary>Fills all tensors of a new instance from their initialisers.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="tensors">Its tensors in declaration order.</param>
    /// <param name="seed">Any number.</param>
    [CLSCompliant(false)]
    public static void Fill(NetworkInstance instance, TensorInfo[] tensors, int seed)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Fill(new WeightMemory(instance.Parameters, instance.States), tensors, seed);
    }

    /// <summary>Fills the tensors of a new instance as asked. States begin as their layers declare them in any case.</summary>
    /// <param name="instance">The instance, whose buffers are all zeros.</param>
    /// <param name="tensors">Its tensors in declaration order.</param>
    /// <param name="initialization">From their initialisers and seed 0, or not at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initialisation.</exception>
    [CLSCompliant(false)]
    public static void Fill(NetworkInstance instance, TensorInfo[] tensors, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Fill(new WeightMemory(instance.Parameters, instance.States), tensors, initialization);
    }

    /// <inheritdoc cref="Fill(NetworkInstance, TensorInfo[], Initialization)"/>
    internal static void Fill(WeightMemory memory, ReadOnlySpan<TensorInfo> tensors, Initialization initialization)
    {
        switch (initialization)
        {
            case Initialization.Declared:
                Fill(memory, tensors, seed: 0);
                break;
            case Initialization.None:
                Fill(memory, tensors, seed: 0, onlyStates: true);
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
