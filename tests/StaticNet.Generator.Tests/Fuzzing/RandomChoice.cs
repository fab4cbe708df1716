using System.Globalization;

namespace StaticNet.Generator.Tests.Fuzzing;

/// <summary>Draws from a seed by arithmetic of its own: seeds of defects must not change their meaning with the framework.</summary>
internal sealed class RandomChoice
{
    private ulong state;

    public RandomChoice(int seed)
    {
        state = (ulong)seed;
        Next();
    }

    /// <summary>An integer from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    public bool OneIn(int n) => Between(1, n) == 1;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    /// <summary>A number with two decimals, as C#.</summary>
    public string Real(double least, double most) =>
        (least + ((most - least) * Between(0, 1000) / 1000)).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>SplitMix64.</summary>
    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
