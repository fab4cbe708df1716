using System.Text.RegularExpressions;

namespace StaticNet.Bench.Cases;

/// <summary>Everything that the summary measures, in its order.</summary>
internal static class CaseList
{
    public static IReadOnlyList<Case> All { get; } =
    [
        .. MachineCases.All(),
        .. ForwardCases.All(),
        .. ConvolutionCases.All(),
        .. StepCases.All(),
        .. UpdateCases.All(),
        .. GeneratorCases.All(),
        .. FirstCallCases.All(),
    ];

    /// <summary>The cases that one of the filters fits; all, if there is none.</summary>
    /// <param name="filters">Parts of names, or whole names with <c>*</c> and <c>?</c> in them.</param>
    public static IReadOnlyList<Case> Matching(IReadOnlyCollection<string> filters) =>
        [.. All.Where(one => filters.Count == 0 || filters.Any(filter => Fits(one.Name, filter)))];

    private static bool Fits(string name, string filter)
    {
        if (!filter.Contains('*') && !filter.Contains('?'))
            return name.Contains(filter, StringComparison.OrdinalIgnoreCase);
        string pattern = Regex.Escape(filter)
            .Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return Regex.IsMatch(name, $"^{pattern}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
