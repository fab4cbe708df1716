using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Schedules;

/// <summary>Where images and results outgrow the second-level cache, kernels fetch what they will visit, all but what comes first.</summary>
public sealed class PrefetchTests
{
    /// <summary>Samples of a batch, which outgrow the cache, and how many of them are looked at.</summary>
    private const int Capacity = 64, Samples = 4;

    private static readonly Lazy<IReadOnlyList<Kernel>> Direct = new(() => KernelsOf(new NetworkCase(
        "Direct", "[Input(32, 12, 28), Conv2D(32, 3, Padding = 1), ReLU, Conv2D(32, 3, Padding = 1, Stride = 2), ReLU, Conv2D(32, 5, Padding = 2)]", Capacity)
    {
        Options = ", Precision = Precision.Strict",
    }));

    [Fact]
    public void A_convolution_fetches_rows_of_the_image_and_results()
    {
        var walk = Walk(Direct, "Forward", 0, SimdTarget.Vector512);
        walk.Ahead("x").ShouldBeGreaterThan(0.8);
        walk.Ahead("result").ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_convolution_that_copies_images_first_fetches_the_next()
    {
        // All but the first of four.
        Walk(Direct, "Forward", 1, SimdTarget.Vector512).Ahead("x").ShouldBeInRange(0.7, 0.75);
        Walk(Direct, "Forward", 2, SimdTarget.Vector512).Ahead("x").ShouldBeInRange(0.7, 0.75);
    }

    [Fact]
    public void A_convolution_fetches_the_memory_of_the_caller()
    {
        var walk = Walk(Direct, "Forward", 2, SimdTarget.Vector512);
        walk.Ahead("result").ShouldBeGreaterThan(0.9);
        walk.Ahead("rowMajor").ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [InlineData("Vector128")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public void A_weight_gradient_fetches_rows_of_the_next_block(string tier)
    {
        var walk = Walk(Direct, "WeightGradient", 0, tier == "Vector512" ? SimdTarget.Vector512 : tier == "Vector256" ? SimdTarget.Vector256 : SimdTarget.Vector128);

        // With AVX-512, images of so few rows are one block, and two of their fourteen rows are border, for which there is no time of its own.
        walk.Ahead("x").ShouldBeGreaterThan(0.6);
        walk.Ahead("dy").ShouldBeGreaterThan(0.7);
    }

    /// <summary>Narrower tiers take so long for the multiply-adds that memory keeps up by itself; scalar code has no such instruction.</summary>
    [Fact]
    public void Nothing_is_fetched_where_that_brings_nothing()
    {
        Walk(Direct, "Forward", 0, SimdTarget.Vector256).Ahead("x").ShouldBe(0);
        Walk(Direct, "WeightGradient", 0, SimdTarget.Scalar).Ahead("x").ShouldBe(0);
        var small = new Lazy<IReadOnlyList<Kernel>>(() => KernelsOf(new NetworkCase("Small", "[Input(32, 6, 7), Conv2D(32, 3, Padding = 1), ReLU]", Samples)));
        Walk(small, "Forward", 0, SimdTarget.Vector512).Ahead("x").ShouldBe(0);
    }

    private static MemoryWalk Walk(Lazy<IReadOnlyList<Kernel>> kernels, string role, int number, SimdTarget target) =>
        MemoryWalk.Of(kernels.Value.Where(kernel => kernel.Role == role).ElementAt(number), target, Samples);

    private static IReadOnlyList<Kernel> KernelsOf(NetworkCase network) => [.. LoweredNetwork.Of(network).Compiled.Kernels.Select(named => named.Kernel)];
}
