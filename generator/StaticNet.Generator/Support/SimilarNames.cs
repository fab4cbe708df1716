namespace StaticNet.Generator.Support;

/// <summary>Which name was meant by one that is misspelt.</summary>
internal static class SimilarNames
{
    /// <summary>The nearest of <paramref name="candidates"/>, the first of them where several are; null where there is none.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>
    /// How many letters have to be inserted, removed, replaced or swapped with their neighbour to make one of the other (the
    /// optimal string alignment of Damerau and Levenshtein).
    /// </summary>
    public static int Distance(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
