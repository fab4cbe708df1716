using System.Buffers;
using System.Globalization;
using System.Text;

namespace StaticNet;

/// <summary>What messages say of a file: at most a line of it, however long its names, values and shapes are.</summary>
internal static class Quotation
{
    private const int LongestText = 100;
    private const int LongestList = 200;
    private const int MostDimensions = 12;

    // All control characters of Unicode, and its separators of lines and paragraphs.
    private static readonly SearchValues<char> BreakingCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), '\u2028', '\u2029']);

    /// <summary>A text without line breaks and other control characters, cut where it is too long.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">How many characters of it are enough.</param>
    public static string Of(string text, int longest = LongestText)
    {
        if (text.Length <= longest && !text.AsSpan().ContainsAny(BreakingCharacters))
            return text;
        var quoted = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted.Length >= longest && !char.IsLowSurrogate(text[i]))
                return quoted.Append("...").ToString();
            if (BreakingCharacters.Contains(text[i]))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            else
                quoted.Append(text[i]);
        }

        return quoted.ToString();
    }

    /// <summary>A text in UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        // No character has more than four bytes; what is cut in the middle is past the end of the quotation.
        int decoded = Math.Min(utf8.Length, 4 * (LongestText + 1));
        return Of(Encoding.UTF8.GetString(utf8[..decoded]));
    }

    /// <summary>A shape, for example <c>[6, 1, 5, 5]</c>.</summary>
    public static string OfShape<T>(ReadOnlySpan<T> shape)
        where T : IFormattable
    {
        var quoted = new StringBuilder("[");
        for (int i = 0; i < shape.Length; i++)
        {
            if (i > 0)
                quoted.Append(", ");
            if (i == MostDimensions)
                return quoted.Append(CultureInfo.InvariantCulture, $"... ({shape.Length} dimensions)]").ToString();
            quoted.Append(shape[i].ToString(null, CultureInfo.InvariantCulture));
        }

        return quoted.Append(']').ToString();
    }

    /// <summary>The first of some names, and how many more there are.</summary>
    public static string OfList(IReadOnlyList<string> names)
    {
        var quoted = new StringBuilder();
        for (int i = 0; i < names.Count; i++)
        {
            string next = Of(names[i]);
            if (i > 0 && quoted.Length + next.Length > LongestList)
                return quoted.Append(CultureInfo.InvariantCulture, $" and {names.Count - i} more").ToString();
            quoted.Append(i > 0 ? ", " : "").Append(next);
        }

        return quoted.ToString();
    }
}
