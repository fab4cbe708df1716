using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class PreparedWeightsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    public void AChangeOfAnySingleWeightIsSeen(int length)
    {
        float[] weights = Enumerable.Range(0, length).Select(i => MathF.Sin(i)).ToArray();
        var prepared = new PreparedWeights(16, 1);
        prepared.IsStale(0, ref weights[0], length).ShouldBeTrue("nothing was made yet");
        prepared.IsStale(0, ref weights[0], length).ShouldBeFalse("nothing changed");
        for (int i = 0; i < length; i++)
        {
            weights[i] = MathF.BitIncrement(weights[i]);
            prepared.IsStale(0, ref weights[0], length).ShouldBeTrue($"weight {i} changed by one bit");
            prepared.IsStale(0, ref weights[0], length).ShouldBeFalse();
        }
    }

    [Fact]
    public void ChangesOfManyWeightsDoNotCancel()
    {
        float[] weights = Enumerable.Range(0, 640).Select(i => MathF.Cos(i)).ToArray();
        var prepared = new PreparedWeights(16, 1);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue();

        Change(weight => -weight, "all signs");
        Change(weight => 2 * weight, "all exponents");
        Array.Reverse(weights);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue("their order");
        (weights[3], weights[3 + 64]) = (weights[3 + 64], weights[3]);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue("two of one chain exchanged");

        void Change(Func<float, float> change, string what)
        {
            for (int i = 0; i < weights.Length; i++)
                weights[i] = change(weights[i]);
            prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue(what);
        }
    }

    /// <summary>Signs, and one bit more at the second place: what a chain of multiplications by a constant does not see.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(48)]
    [InlineData(96)]
    [InlineData(16)]
    public void ChangesOfSignsAtADistanceDoNotCancel(int distance)
    {
        float[] weights = new float[2304];
        weights[0] = weights[distance] = 1;
        var prepared = new PreparedWeights(16, 1);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue();
        for (int bit = 0; bit < 31; bit++)
        {
            weights[0] = -weights[0];
            weights[distance] = -BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weights[distance]) ^ (1u << bit));
            prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue($"signs, and bit {bit}");
        }

        (weights[0], weights[distance]) = (1, 1);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue();
        (weights[0], weights[distance]) = (-1, -1.0078125f);
        prepared.IsStale(0, ref weights[0], weights.Length).ShouldBeTrue();
    }

    [Fact]
    public void ChecksAllocateNothing()
    {
        float[] weights = new float[1000];
        var prepared = new PreparedWeights(16, 1);
        prepared.IsStale(0, ref weights[0], weights.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            weights[i]++;
            prepared.IsStale(0, ref weights[0], weights.Length);
            prepared.IsStale(0, ref weights[0], weights.Length);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void EveryTensorHasAFingerprintOfItsOwn()
    {
        float[] first = [1, 2, 3], second = [1, 2, 3];
        var prepared = new PreparedWeights(32, 2);
        prepared.IsStale(0, ref first[0], 3).ShouldBeTrue();
        prepared.IsStale(1, ref second[0], 3).ShouldBeTrue();
        second[1] = 0;
        prepared.IsStale(0, ref first[0], 3).ShouldBeFalse();
        prepared.IsStale(1, ref second[0], 3).ShouldBeTrue();
    }
}
