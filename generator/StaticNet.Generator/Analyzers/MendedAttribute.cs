using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Analyzers;

/// <summary>Attributes as they should be.</summary>
internal static class MendedAttribute
{
    /// <summary>
    /// The attribute with the value in its place: <c>[Conv2D(6, 1, Padding = 2)]</c>. The argument alone where its text is too
    /// long for a message or not in this project.
    /// </summary>
    public static string Apply(this Mend mend, AttributeLocation attribute)
    {
        var (argument, element) = attribute.Look(mend.Argument);
        if (argument is null)
            return attribute.Text is { } text ? "[" + mend.Add(text.Written) + "]" : mend.Assignment();
        var isElement = element is { } index && index < argument.Elements.Count;
        var value = isElement ? argument.Elements[element!.Value].Span : argument.Value;
        if (attribute.Text is { } written)
            return "[" + mend.Replace(written, value) + "]";
        return isElement ? mend.Value : argument.Prefix + mend.Value;
    }

    private static bool IsProperty(this Mend mend) => char.IsUpper(mend.Argument[0]);

    private static string Assignment(this Mend mend) => mend.Argument + (mend.IsProperty() ? " = " : ": ") + mend.Value;

    private static string Replace(this Mend mend, AttributeText text, TextSpan value) =>
        text.Written.Substring(0, value.Start - text.Start) + mend.Value + text.Written.Substring(value.End - text.Start);

    private static string Add(this Mend mend, string text)
    {
        var open = text.IndexOf('(');
        var (name, list) = open < 0 ? (text, "") : (text.Substring(0, open), text.Substring(open + 1, text.LastIndexOf(')') - open - 1).Trim());

        // Arguments of constructors come before properties.
        var arguments = mend.IsProperty() ? new[] { list, mend.Assignment() } : new[] { mend.Value, list };
        return $"{name}({string.Join(", ", arguments.Where(argument => argument.Length > 0))})";
    }
}
