using System.Numerics;
using System.Runtime.Intrinsics;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class CounterRandomTests
{
    private const int Count = 1 << 20;

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0x9E3779B9u)]
    [InlineData(uint.MaxValue)]
    public void Bits_are_uniform(uint key)
    {
        // Chi squared of 256 bins with 255 degrees of freedom: mean 255, standard deviation 22.6; both ends of the word.
        var high = new int[256];
        var low = new int[256];
        for (uint i = 0; i < Count; i++)
        {
            uint bits = CounterRandom.Bits(key, i);
            high[bits >> 24]++;
            low[bits & 255]++;
        }

        ChiSquared(high).ShouldBeInRange(255 - 4.5 * 22.6, 255 + 4.5 * 22.6);
        ChiSquared(low).ShouldBeInRange(255 - 4.5 * 22.6, 255 + 4.5 * 22.6);
    }

    [Theory]
    [InlineData(0u, 1u, 0u)]
    [InlineData(0u, 2u, 0u)]
    [InlineData(0u, 16u, 0u)]
    [InlineData(0u, 1u << 20, 0u)]
    [InlineData(0u, 0u, 1u)]
    [InlineData(7u, 0u, 1u << 31)]
    [InlineData(7u, 1u, uint.MaxValue)]
    public void Neighbouring_indices_and_keys_are_independent(uint key, uint indexStep, uint keyStep)
    {
        // Of 32 bits, 16 differ on average; over 2^20 pairs the mean's standard deviation is sqrt(8 / 2^20) = 0.0028.
        long differing = 0;
        var joint = new int[256];
        for (uint i = 0; i < Count; i++)
        {
            uint a = CounterRandom.Bits(key, i);
            uint b = CounterRandom.Bits(key + keyStep, i + indexStep);
            differing += BitOperations.PopCount(a ^ b);
            joint[(a >> 28 << 4) | (b >> 28)]++;
        }

        ((double)differing / Count).ShouldBe(16, 0.013);
        ChiSquared(joint).ShouldBeInRange(255 - 4.5 * 22.6, 255 + 4.5 * 22.6);
    }

    [Fact]
    public void Wide_bits_are_uniform_and_independent()
    {
        var high = new int[256];
        long differing = 0;
        for (ulong i = 0; i < Count; i++)
        {
            ulong bits = CounterRandom.Bits64(3, i);
            high[bits >> 56]++;
            differing += BitOperations.PopCount(bits ^ CounterRandom.Bits64(4, i));
        }

        ChiSquared(high).ShouldBeInRange(255 - 4.5 * 22.6, 255 + 4.5 * 22.6);
        ((double)differing / Count).ShouldBe(32, 0.018);
    }

    [Fact]
    public void Keys_differ_by_seed_step_and_stream()
    {
        var keys = new HashSet<uint>();
        for (ulong seed = 0; seed < 10; seed++)
        {
            for (ulong step = 0; step < 10; step++)
            {
                for (uint stream = 0; stream < 10; stream++)
                    keys.Add(CounterRandom.Key(seed, step, stream)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Hashes_stay_what_they_are()
    {
        // Checkpoints and seeds rely on these across versions.
        CounterRandom.Bits(1, 2).ShouldBe(Reference(1, 2));
        CounterRandom.Bits(0xDEADBEEF, 0xFFFFFFFF).ShouldBe(Reference(0xDEADBEEF, 0xFFFFFFFF));
        new[] { CounterRandom.Key(42, 7, 3), CounterRandom.Bits(1, 2) }.ShouldBe(Golden);

        static uint Reference(uint key, uint index) => Mix(Mix(unchecked(index + key)) ^ unchecked(key * 0x9E3779B9));
        static uint Mix(uint x)
        {
            unchecked
            {
                x = (x ^ (x >> 16)) * 0x7FEB352D;
                x = (x ^ (x >> 15)) * 0x846CA68B;
                return x ^ (x >> 16);
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Dropout_drops_its_share_with_the_same_bits_in_every_width(double probability)
    {
        uint threshold = (uint)(probability * 4294967296.0);
        float scale = (float)(1 / (1 - probability));
        int dropped = 0;
        for (uint index = 0; index < 65536; index += 16)
        {
            Vector512<float> wide = CounterRandom.DropoutScale512(5, index, threshold, scale);
            Vector256<float> half = CounterRandom.DropoutScale256(5, index + 8, threshold, scale);
            Vector128<float> quarter = CounterRandom.DropoutScale128(5, index + 12, threshold, scale);
            wide.GetUpper().ShouldBe(half);
            half.GetUpper().ShouldBe(quarter);
            for (int lane = 0; lane < 16; lane++)
            {
                float expected = CounterRandom.DropoutScale(5, index + (uint)lane, threshold, scale);
                wide[lane].ShouldBe(expected);
                dropped += expected == 0 ? 1 : 0;
            }
        }

        double deviation = Math.Sqrt(65536 * probability * (1 - probability));
        ((double)dropped).ShouldBe(65536 * probability, 4.5 * deviation + 0.01);
    }

    private static readonly uint[] Golden = [1302327124, 3510182084];

    private static double ChiSquared(int[] bins)
    {
        double expected = (double)Count / bins.Length;
        return bins.Sum(bin => (bin - expected) * (bin - expected) / expected);
    }
}
