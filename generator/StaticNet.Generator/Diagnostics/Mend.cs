using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Declaration;

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

    /// <summary>
    /// The attribute with the value in its place: <c>[Conv2D(6, 1, Padding = 2)]</c>. The argument alone where its text is too
    /// long for a message or not in this project.
    /// </summary>
    public string Apply(AttributeLocation attribute)
    {
        var (argument, element) = attribute.Look(Argument);
        if (argument is null)
            return attribute.Text is { } text ? "[" + Add(text.Written) + "]" : Assignment;
        var isElement = element is { } index && index < argument.Elements.Count;
        var value = isElement ? argument.Elements[element!.Value].Span : argument.Value;
        if (attribute.Text is { } written)
            return "[" + Replace(written, value) + "]";
        return isElement ? Value : argument.Prefix + Value;
    }

    private bool IsProperty => char.IsUpper(Argument[0]);

    private string Assignment => Argument + (IsProperty ? " = " : ": ") + Value;

    private string Replace(AttributeText text, TextSpan value) =>
        text.Written.Substring(0, value.Start - text.Start) + Value + text.Written.Substring(value.End - text.Start);

    private string Add(string text)
    {
        var open = text.IndexOf('(');
        var (name, list) = open < 0 ? (text, "") : (text.Substring(0, open), text.Substring(open + 1, text.LastIndexOf(')') - open - 1).Trim());

        // Arguments of constructors come before properties.
        var arguments = IsProperty ? new[] { list, Assignment } : new[] { Value, list };
        return $"{name}({string.Join(", ", arguments.Where(argument => argument.Length > 0))})";
    }
}
