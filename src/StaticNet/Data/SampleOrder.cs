using StaticNet.Runtime;

namespace StaticNet;

/// <summary>The order in which an epoch visits the samples: a shuffle that depends on seed and epoch only.</summary>
/// <remarks>A training that resumes in epoch 7 therefore sees the order that it would have seen without the break.</remarks>
public sealed class SampleOrder
{
    private readonly int[] indices;
    private readonly int seed;

    /// <summary>Creates the order of epoch 0.</summary>
    /// <param name="count">The number of samples.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public SampleOrder(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        indices = new int[count];
        this.seed = seed;
        Shuffle(0);
    }

    /// <summary>The epoch whose order this is.</summary>
    public int Epoch { get; private set; }

    /// <summary>The number of samples.</summary>
    public int Count => indices.Length;

    /// <summary>Every index from 0 to <see cref="Count"/> - 1 once, in the epoch's order.</summary>
    public ReadOnlySpan<int> Indices => indices;

    /// <summary>Makes the order of an epoch, without allocating.</summary>
    /// <param name="epoch">0 or more; epochs may come in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public void Shuffle(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        ulong key = CounterRandom.Bits64(unchecked((ulong)seed), (ulong)epoch);
        for (int i = 0; i < indices.Length; i++)
            indices[i] = i;

        // Fisher and Yates, in Durstenfeld's form.
        for (int last = indices.Length - 1; last > 0; last--)
        {
            int other = CounterRandom.Below(last + 1, key, (ulong)last);
            (indices[last], indices[other]) = (indices[other], indices[last]);
        }
    }
}
