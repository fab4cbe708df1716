using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class ParameterInitializationTests
{
    private const int Size = 400;

    [Theory]
    [InlineData(Initializer.Normal, 0.3f, 0.3)]
    [InlineData(Initializer.Uniform, 0.3f, 0.17320508)]
    [InlineData(Initializer.LeCunUniform, 1f, 0.1)]
    [InlineData(Initializer.GlorotNormal, 1f, 0.0632455532)]
    [InlineData(Initializer.HeUniform, 1f, 0.1414213562)]
    [InlineData(Initializer.LeCunNormal, 1f, 0.1)]
    [InlineData(Initializer.LeCunNormal, 2f, 0.2)]
    [InlineData(Initializer.HeNormal, 1f, 0.14142135)]
    [InlineData(Initializer.GlorotUniform, 1f, 0.0632455532)]
    [InlineData(Initializer.Default, 1f, 0.0577350269)]
    public void Distributions_have_their_moments(Initializer initializer, float scale, double deviation)
    {
        float[] values = Fill(initializer, scale, seed: 1);
        double mean = values.Average(value => (double)value);
        double variance = values.Average(value => (double)value * value);
        // Over 160,000 values, 0.5 % of the variance and 1 % of the deviation are beyond four standard errors.
        mean.ShouldBe(0, deviation * 0.011);
        Math.Sqrt(variance).ShouldBe(deviation, deviation * 0.0075);
    }

    [Fact]
    public void Networks_may_start_without_random_numbers()
    {
        FakeNetwork network = FakeNetwork.Plain();
        ParameterInitialization.Fill(WeightMemory.Of(network), network.Tensors, Initialization.None);
        network.Parameters.ToArray().ShouldAllBe(value => value == 0);

        ParameterInitialization.Fill(WeightMemory.Of(network), network.Tensors, Initialization.Declared);
        FakeNetwork other = FakeNetwork.Plain();
        ParameterInitialization.Fill(WeightMemory.Of(other), other.Tensors, seed: 0);
        network.Parameters.ToArray().ShouldBe(other.Parameters.ToArray());
        Should.Throw<ArgumentOutOfRangeException>(
            () => ParameterInitialization.Fill(WeightMemory.Of(network), network.Tensors, (Initialization)2)).ParamName.ShouldBe("initialization");
    }

    [Fact]
    public void Normal_values_have_normal_tails_and_uniform_ones_none()
    {
        float[] normal = Fill(Initializer.Normal, 1, seed: 2);
        normal.Count(value => MathF.Abs(value) > 2).ShouldBeInRange(6900, 7660, "4.55 % of 160,000");
        float[] uniform = Fill(Initializer.GlorotUniform, 1, seed: 2);
        double limit = Math.Sqrt(6.0 / 500);
        uniform.ShouldAllBe(value => Math.Abs(value) <= limit);
        uniform.Max().ShouldBe((float)limit, 1e-4f);

        // Pairs of one Box-Muller draw must not be correlated.
        double correlation = 0;
        for (int i = 0; i < normal.Length; i += 2)
            correlation += (double)normal[i] * normal[i + 1];
        (correlation / (normal.Length / 2)).ShouldBe(0, 0.016);
    }

    [Fact]
    public void Constants_are_constant()
    {
        Fill(Initializer.Zeros, 5, seed: 1).ShouldAllBe(value => value == 0);
        Fill(Initializer.Constant, 0.25f, seed: 1).ShouldAllBe(value => value == 0.25f);
    }

    [Fact]
    public void A_seed_means_the_same_in_every_layout()
    {
        FakeNetwork plain = FakeNetwork.Plain();
        FakeNetwork transposed = FakeNetwork.Transposed();
        ParameterInitialization.Fill(WeightMemory.Of(plain), plain.Tensors, seed: -3);
        ParameterInitialization.Fill(WeightMemory.Of(transposed), transposed.Tensors, seed: -3);
        transposed.Logical().ShouldBe(plain.Logical());
        transposed.Parameters.ToArray().ShouldNotBe(plain.Parameters.ToArray());
    }

    [Fact]
    public void Seeds_and_tensors_differ()
    {
        float[] one = Fill(Initializer.HeNormal, 1, seed: 1);
        one.ShouldBe(Fill(Initializer.HeNormal, 1, seed: 1));
        one.ShouldNotBe(Fill(Initializer.HeNormal, 1, seed: 2));

        TensorInfo[] twins =
        [
            new("a", 0, [8], [1], Initializer.HeNormal, 1, 8, 8),
            new("b", 8, [8], [1], Initializer.HeNormal, 1, 8, 8),
        ];
        var values = new float[16];
        ParameterInitialization.Fill(new WeightMemory(values, default), twins, seed: 1);
        values[..8].ShouldNotBe(values[8..]);
    }

    [Fact]
    public void Tensors_beyond_the_buffer_are_refused() =>
        Should.Throw<ArgumentException>(
            () => ParameterInitialization.Fill(new WeightMemory(new float[7], default), [new("a", 0, [8], [1], Initializer.HeNormal, 1, 8, 8)], 0));

    private static float[] Fill(Initializer initializer, float scale, int seed)
    {
        var values = new float[Size * Size];
        var tensor = new TensorInfo("w", 0, [Size, Size], [Size, 1], initializer, scale, 100, 400);
        ParameterInitialization.Fill(new WeightMemory(values, default), [tensor], seed);
        return values;
    }
}
