namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// What to write instead of an argument. How the user wrote the attribute belongs to its location, not to what is compiled, so
/// messages hold <see cref="Place"/>, and the text is put there when a diagnostic gets its place.
/// </summary>
/// <param name="Argument">The argument, as in <see cref="DiagnosticInfo.Argument"/>; a property that was not written is added.</param>
/// <param name="Value">C# for its value.</param>
internal sealed record Mend(string Argument, string Value)
{
    /// <summary>What stands in a message for the mended attribute.</summary>
    public const string Place = "{mend}";
}
