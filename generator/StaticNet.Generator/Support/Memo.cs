using System.Collections.Concurrent;

namespace StaticNet.Generator.Support;

/// <summary>
/// Results of a pure function of values, for choices that layers, tiers, programs and runs of the generator ask for again and
/// again. It forgets everything when it has grown large, since an editor's process lives for days.
/// </summary>
internal sealed class Memo<TKey, TValue>
    where TKey : notnull
{
    private const int Most = 4096;

    private readonly ConcurrentDictionary<TKey, TValue> known = new();
    private readonly Func<TKey, TValue> compute;

    public Memo(Func<TKey, TValue> compute) => this.compute = compute;

    public TValue this[TKey key]
    {
        get
        {
            if (known.TryGetValue(key, out var value))
                return value;
            if (known.Count >= Most)
                known.Clear();
            return known.GetOrAdd(key, compute);
        }
    }
}
