namespace StaticNet.Generator.Emit;

/// <summary>Parameters or arguments with commas between them, whichever there are.</summary>
internal static class ArgumentList
{
    public static string Of(IEnumerable<string> first, params string[] more) => string.Join(", ", first.Concat(more));

    /// <summary>Parameters that are spans of floats to be read.</summary>
    public static IEnumerable<string> Spans(IEnumerable<string> names) => names.Select(name => "ReadOnlySpan<float> " + name);
}
