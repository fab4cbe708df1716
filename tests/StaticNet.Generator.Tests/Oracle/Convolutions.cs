using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Convolutions and their gradients: one loop over everything that a tap joins.</summary>
internal static class Convolutions
{
    /// <summary>Output (o, y, x) meets input (i, inputY, inputX) in weight (o, i within the group, ky, kx).</summary>
    private readonly record struct Tap(int Output, int Y, int X, int Input, int InputY, int InputX, int GroupInput, int KernelY, int KernelX);

    /// <summary>y[o, y, x] = sum over i, ky, kx of W[o, i, ky, kx] x[i, y sy + ky dy - py, x sx + kx dx - px].</summary>
    public static void Forward(Convolution convolution, Tensor x, Tensor weight, Tensor y)
    {
        var shape = weight.Shape.Dimensions.ToArray();
        ForEachTap(convolution.Window, convolution.Groups, x, y, tap =>
        {
            var w = weight[0, ElementAt(shape, tap.Output, tap.GroupInput, tap.KernelY, tap.KernelX)];
            for (var n = 0; n < y.Samples; n++)
                y[n, tap.Output, tap.Y, tap.X] += w * x[n, tap.Input, tap.InputY, tap.InputX];
        });
    }

    /// <summary>
    /// dx[i, ...] = sum of W[o, i, ky, kx] dy[o, ...] over the same taps. The weights come transposed to (I, O within the
    /// group, KH, KW) and flipped in both directions.
    /// </summary>
    public static void Transposed(TransposedConvolution convolution, Tensor dy, Tensor transposed, Tensor dx)
    {
        var (height, width) = (convolution.Window.Height.Kernel, convolution.Window.Width.Kernel);
        var groupOutputs = dy.Shape[0] / convolution.Groups;
        var shape = transposed.Shape.Dimensions.ToArray();
        ForEachTap(convolution.Window, convolution.Groups, dx, dy, tap =>
        {
            var w = transposed[0, ElementAt(
                shape, tap.Input, tap.Output % groupOutputs, height - 1 - tap.KernelY, width - 1 - tap.KernelX)];
            for (var n = 0; n < dx.Samples; n++)
                dx[n, tap.Input, tap.InputY, tap.InputX] += w * dy[n, tap.Output, tap.Y, tap.X];
        });
    }

    /// <summary>dW[o, i, ky, kx] = sum over the batch and the same taps of dy x.</summary>
    public static void WeightGradient(ConvolutionWeightGradient gradient, Tensor x, Tensor dy, Tensor dw)
    {
        var shape = dw.Shape.Dimensions.ToArray();
        ForEachTap(gradient.Window, gradient.Groups, x, dy, tap =>
        {
            var element = ElementAt(shape, tap.Output, tap.GroupInput, tap.KernelY, tap.KernelX);
            for (var n = 0; n < dy.Samples; n++)
                dw[0, element] += dy[n, tap.Output, tap.Y, tap.X] * x[n, tap.Input, tap.InputY, tap.InputX];
        });
    }

    /// <summary>(O, I / groups, KH, KW) as (I, O / groups, KH, KW), flipped in both directions, group by group.</summary>
    public static void TransposeWeights(int groups, Tensor weight, Tensor result)
    {
        var (outputs, groupInputs) = (weight.Shape[0], weight.Shape[1]);
        var groupOutputs = outputs / groups;
        for (var element = 0; element < weight.Length; element++)
        {
            var at = weight.Shape.Coordinates(element);
            var (group, groupOutput) = Math.DivRem(at[0], groupOutputs);
            result[0, result.Shape.ElementAt(
                (group * groupInputs) + at[1], groupOutput, weight.Shape[2] - 1 - at[2], weight.Shape[3] - 1 - at[3])] = weight[0, element];
        }
    }

    private static int ElementAt(int[] shape, int first, int second, int third, int fourth) =>
        (((((first * shape[1]) + second) * shape[2]) + third) * shape[3]) + fourth;

    private static void ForEachTap(Window2D window, int groups, Tensor input, Tensor output, Action<Tap> action)
    {
        var (groupInputs, groupOutputs) = (input.Shape[0] / groups, output.Shape[0] / groups);
        var rows = Pairs(window.Height, output.Shape[1], input.Shape[1]);
        var columns = Pairs(window.Width, output.Shape[2], input.Shape[2]);
        for (var o = 0; o < groups * groupOutputs; o++)
        {
            for (var i = 0; i < groupInputs; i++)
            {
                foreach (var (y, ky, inputY) in rows)
                {
                    foreach (var (x, kx, inputX) in columns)
                        action(new Tap(o, y, x, (o / groupOutputs * groupInputs) + i, inputY, inputX, i, ky, kx));
                }
            }
        }
    }

    /// <summary>Taps k of windows t that lie inside: t stride + k dilation - pad.</summary>
    private static List<(int Output, int Kernel, int Input)> Pairs(WindowAxis axis, int outputLength, int inputLength)
    {
        var pairs = new List<(int Output, int Kernel, int Input)>();
        for (var t = 0; t < outputLength; t++)
        {
            for (var k = 0; k < axis.Kernel; k++)
            {
                var input = (t * axis.Stride) + (k * axis.Dilation) - axis.PadBefore;
                if (input >= 0 && input < inputLength)
                    pairs.Add((t, k, input));
            }
        }

        return pairs;
    }
}
