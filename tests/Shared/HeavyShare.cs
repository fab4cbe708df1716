using System.Globalization;

namespace StaticNet.Tests.Shared;

/// <summary>
/// Which of the heavy tests run: those that try the many combinations of what other tests try the corners of. A heavy test has
/// <c>[Trait("Category", "Heavy")]</c> and begins with <see cref="SkipUnlessDrawn"/>. What runs is said by the environment
/// variable STATICNET_HEAVY_SHARE: <c>all</c>, nothing where it is not set, or <c>K/N</c>, the share K of N, so that the shares
/// 0/N to N-1/N are all of them and each test is in one. CI takes another share every day.
/// </summary>
internal static class HeavyShare
{
    private const string Variable = "STATICNET_HEAVY_SHARE";

    /// <summary>Skips the test unless it is among those that run.</summary>
    /// <param name="name">What the test is called, with its arguments: it decides about the share.</param>
    public static void SkipUnlessDrawn(string name)
    {
        string share = Environment.GetEnvironmentVariable(Variable) ?? "";
        Skip.IfNot(
            IsDrawn(name, share),
            share.Length == 0 ? $"Heavy: set {Variable}=all to have it run." : $"Heavy: not in share {share}.");
    }

    /// <summary>
    /// Skips what is tried elsewhere in the same run unless a day of three has it: only where tests are shared out over days.
    /// </summary>
    /// <param name="name">What all tests that come together are called.</param>
    public static void SkipRepetitionUnlessDrawn(string name)
    {
        string share = Environment.GetEnvironmentVariable(Variable) ?? "";
        if (share.Split('/') is not [var index, _] || !uint.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out uint day))
            return;
        string third = FormattableString.Invariant($"{day % 3}/3");
        Skip.IfNot(IsDrawn(name, third), $"Tried again with fewer instructions every third day, and this is not in share {third}.");
    }

    /// <summary>Whether a test is in a share.</summary>
    /// <exception cref="FormatException">The share is neither empty nor <c>all</c> nor <c>K/N</c> with 0 &lt;= K &lt; N.</exception>
    public static bool IsDrawn(string name, string share)
    {
        if (share is "" or "all")
            return share == "all";
        string[] parts = share.Split('/');
        if (parts.Length != 2
            || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint count)
            || index >= count)
        {
            throw new FormatException($"{Variable} is '{share}', but must be 'all' or K/N with K from 0 to below N, such as 3/8.");
        }

        return Hash(name) % count == index;
    }

    // FNV-1a with a last round that spreads it over the low bits: string.GetHashCode differs from run to run.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return unchecked((hash ^ (hash >> 16)) * 0x7FEB352D) >> 15;
    }
}
