namespace StaticNet.Generator.Support;

/// <summary>C# names from the names of a declaration.</summary>
internal static class Identifiers
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };

    /// <summary>Whether a name is letters, digits and underscores, not beginning with a digit.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary><c>3.1.weight</c> becomes <c>Layer3_1Weight</c>, <c>stem.bias</c> becomes <c>StemBias</c>.</summary>
    public static string Pascal(string name)
    {
        var parts = name.Split('.', '-', '_').Where(part => part.Length > 0).ToArray();
        var text = "";
        foreach (var part in parts)
        {
            if (text.Length > 0 && char.IsDigit(part[0]) && char.IsDigit(text[text.Length - 1]))
                text += "_";
            text += char.ToUpperInvariant(part[0]) + part.Substring(1);
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "Layer" + text : text;
    }

    /// <summary>The same with a small first letter, escaped where it is a keyword.</summary>
    public static string Camel(string name)
    {
        var text = Pascal(name);
        text = char.ToLowerInvariant(text[0]) + text.Substring(1);
        return Keywords.Contains(text) ? "@" + text : text;
    }
}
