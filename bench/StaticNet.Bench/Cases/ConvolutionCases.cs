using StaticNet.Bench.Machine;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Cases;

/// <summary>
/// Single convolutions, 3x3 with padding 1: forward with bias and ReLU, one sample through the public entry; and kernels by
/// themselves: of that forward pass in the direct form, and of the gradients with a batch of 16, which no public entry runs
/// alone.
/// </summary>
internal static class ConvolutionCases
{
    private const int GradientBatch = 16;
    private const int Taps = 3 * 3;

    public static IEnumerable<Case> All() =>
    [
        .. Of(() => new DirectConvolution16(), () => new Convolution16(), 16, 32, 38),
        .. Of(() => new DirectConvolution64(), () => new Convolution64(), 64, 56, 680),
        .. Of(() => new DirectConvolution128(), () => new Convolution128(), 128, 28, 640),
    ];

    private static IEnumerable<Case> Of<TDirect, TChosen>(
        Func<TDirect> direct, Func<TChosen> chosen, int channels, int side, double microseconds)
        where TDirect : IFeedForward
        where TChosen : IFeedForward
    {
        string name = $"conv-{channels}x{side}x{side}";
        long image = (long)channels * side * side;
        long weights = (long)channels * channels * Taps;
        long flops = 2 * image * channels * Taps;
        yield return ForwardCases.Of($"{name}/direct", direct, 1, flops, Aim.AtLeast(0.93, 0.88));
        yield return KernelCase<TDirect>(
            "direct-kernel", "_Forward", 1, Traffic.OfFloats(image + weights, image), Aim.AtLeast(0.93, 0.88));
        yield return ForwardCases.Of($"{name}/chosen", chosen, 1, flops, Aim.AtMost(microseconds));
        yield return KernelCase<TChosen>(
            "data-gradient", "_DataGradient", GradientBatch,
            Traffic.OfFloats(image * GradientBatch + weights, image * GradientBatch), Aim.AtLeast(0.85, 0.85));
        yield return KernelCase<TChosen>(
            "weight-gradient", "_WeightGradient", GradientBatch,
            Traffic.OfFloats(2 * image * GradientBatch, weights), Aim.AtLeast(0.85, 0.85));

        Case KernelCase<TNetwork>(string part, string kernel, int count, Traffic traffic, Aim aim) => new($"{name}/{part}", () =>
            Subject.Of(GeneratedKernel.Find(typeof(TNetwork), kernel, (int)image * count).Bind(count)) with
            {
                Flops = (double)flops * count,
                Traffic = traffic,
            })
        {
            Aim = aim,
        };
    }
}
