using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Changes that must not go unnoticed: every one that is tried, of the kinds that simple hashes do not see.</summary>
public sealed class WeightsFingerprintTests
{
    /// <summary>Ten blocks and a part of one.</summary>
    private const int Length = 10 * 48 + 7;

    public static TheoryData<string> Weights => ["zeros", "ones", "small numbers", "powers of two"];

    [Fact]
    public void Vectors_of_both_widths_agree()
    {
        var random = new Random(1);
        for (int length = 1; length <= 200; length++)
        {
            float[] weights = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray();
            ulong[] wide = new ulong[WeightsFingerprint.Length], narrow = new ulong[WeightsFingerprint.Length];
            WeightsFingerprint.Compute(weights, wide, wide: true);
            WeightsFingerprint.Compute(weights, narrow, wide: false);
            narrow.ShouldBe(wide, $"{length} weights");
        }
    }

    /// <summary>Every bit of every weight: signs of zero and payloads of NaN are changes as well.</summary>
    [Theory]
    [MemberData(nameof(Weights))]
    public void A_bit_is_seen(string name)
    {
        var search = new Search(name);
        for (int i = 0; i < Length; i++)
        {
            for (int bit = 0; bit < 32; bit++)
                search.Try($"bit {bit} of weight {i}", (i, 1u << bit));
        }
    }

    /// <summary>The same or neighbouring bits at two places, which cancel where differences go on as they are.</summary>
    [Theory]
    [MemberData(nameof(Weights))]
    public void Bits_of_two_weights_do_not_cancel(string name)
    {
        var search = new Search(name);
        foreach (int distance in (int[])[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 144, 192, 256, 384])
        {
            for (int i = 0; i + distance < Length; i += 5)
            {
                for (int bit = 0; bit < 32; bit++)
                {
                    search.Try($"bit {bit} of {i} and {i + distance}", (i, 1u << bit), (i + distance, 1u << bit));
                    search.Try($"bit {bit} of {i} and another of {i + distance}",
                        (i, 1u << bit), (i + distance, (1u << bit) | (1u << ((bit + 17) % 32))));
                }
            }
        }
    }

    /// <summary>x + d and y - d, by value and by bits, at powers of two and at blocks.</summary>
    [Theory]
    [MemberData(nameof(Weights))]
    public void Opposite_changes_do_not_cancel(string name)
    {
        var search = new Search(name);
        foreach (int distance in (int[])[1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 256])
        {
            for (int i = 0; i + distance < Length; i += 3)
            {
                for (int exponent = -8; exponent < 8; exponent++)
                {
                    float delta = MathF.ScaleB(1, exponent);
                    search.Try($"{delta} from {i} to {i + distance}",
                        (i, search.Change(i, value => value + delta)), (i + distance, search.Change(i + distance, value => value - delta)));
                    uint units = 1u << (exponent + 8);
                    search.Try($"{units} units from {i} to {i + distance}",
                        (i, search.ChangeBits(i, bits => bits + units)), (i + distance, search.ChangeBits(i + distance, bits => bits - units)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public void Random_changes_at_two_and_three_places_do_not_cancel(string name)
    {
        var search = new Search(name);
        var random = new Random(7);
        for (int trial = 0; trial < 50_000; trial++)
        {
            int[] places = Enumerable.Range(0, 2 + (trial % 2)).Select(_ => random.Next(Length)).Distinct().ToArray();
            search.Try($"trial {trial}", places.Select(place => (place, RandomBits())).ToArray());
        }

        // From one bit to all of them.
        uint RandomBits() => random.Next(3) switch
        {
            0 => 1u << random.Next(32),
            1 => (1u << random.Next(32)) | (1u << random.Next(32)),
            _ => (uint)random.NextInt64(1, 1L << 32),
        };
    }

    [Fact]
    public void An_exchange_of_weights_or_blocks_is_seen()
    {
        var random = new Random(3);
        float[] weights = Enumerable.Range(0, Length).Select(_ => random.NextSingle()).ToArray();
        var seen = new HashSet<string> { Of(weights) };
        foreach (int size in (int[])[1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 192])
        {
            for (int first = 0; first + (2 * size) <= Length; first += size)
            {
                for (int second = first + size; second + size <= Length; second += size)
                {
                    float[] changed = [.. weights];
                    weights.AsSpan(first, size).CopyTo(changed.AsSpan(second));
                    weights.AsSpan(second, size).CopyTo(changed.AsSpan(first));
                    seen.Add(Of(changed));
                    seen.ShouldContain(Of(changed));
                }
            }

            Of([.. weights[size..], .. weights[..size]]).ShouldNotBe(Of(weights), $"turned by {size}");
        }

        // Blocks of 48, in pairs: fingerprints of different orders are different ones.
        seen.Count.ShouldBe(1 + ((int[])[1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 192]).Sum(size => Pairs(Length / size)));
        Of([.. weights.Reverse()]).ShouldNotBe(Of(weights));
        Of([.. weights.Select(weight => -weight)]).ShouldNotBe(Of(weights));
        Of([.. weights.Select(weight => 2 * weight)]).ShouldNotBe(Of(weights));

        static int Pairs(int count) => count * (count - 1) / 2;
    }

    private static string Of(float[] weights)
    {
        ulong[] fingerprint = new ulong[WeightsFingerprint.Length];
        WeightsFingerprint.Compute(weights, fingerprint);
        return string.Join(' ', fingerprint);
    }

    /// <summary>Weights of some kind, and changes of them that must be seen.</summary>
    private sealed class Search
    {
        private readonly uint[] bits;
        private readonly ulong[] original = new ulong[WeightsFingerprint.Length];
        private readonly ulong[] changed = new ulong[WeightsFingerprint.Length];

        public Search(string name)
        {
            var random = new Random(11);
            bits = Enumerable.Range(0, Length).Select(i => BitConverter.SingleToUInt32Bits(name switch
            {
                "zeros" => 0,
                "ones" => 1,
                "small numbers" => 0.1f * (random.NextSingle() - 0.5f),
                _ => MathF.ScaleB(i % 2 == 0 ? 1 : -1, (i % 7) - 3),
            })).ToArray();
            Compute(original);
        }

        public uint Change(int place, Func<float, float> change) => ChangeBits(
            place, bits => BitConverter.SingleToUInt32Bits(change(BitConverter.UInt32BitsToSingle(bits))));

        public uint ChangeBits(int place, Func<uint, uint> change) => bits[place] ^ change(bits[place]);

        public void Try(string what, params (int Place, uint Bits)[] changes)
        {
            foreach ((int place, uint difference) in changes)
                bits[place] ^= difference;
            Compute(changed);
            if (changes.Any(change => change.Bits != 0) && changed.AsSpan().SequenceEqual(original))
                Assert.Fail($"{what}: not seen");
            foreach ((int place, uint difference) in changes)
                bits[place] ^= difference;
        }

        private void Compute(ulong[] fingerprint) =>
            WeightsFingerprint.Compute(System.Runtime.InteropServices.MemoryMarshal.Cast<uint, float>(bits), fingerprint);
    }
}
