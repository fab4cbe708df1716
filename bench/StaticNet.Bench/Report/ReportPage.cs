namespace StaticNet.Bench.Report;

/// <summary>A page of the documentation with parts that a program writes, between markers that readers do not see.</summary>
internal static class ReportPage
{
    /// <summary>Replaces one part and leaves everything else as it is.</summary>
    /// <param name="page">The page.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="text">What is to stand there.</param>
    /// <returns>The page with it.</returns>
    /// <exception cref="FormatException">The page has no such part.</exception>
    public static string Replace(string page, string part, string text)
    {
        string begin = $"<!-- begin {part} -->\n", end = $"<!-- end {part} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new FormatException($"The page has no part between '{begin.TrimEnd()}' and '{end}'.");
        return page[..(from + begin.Length)] + text.TrimEnd() + "\n" + page[to..];
    }
}
