using System.Text;

namespace StaticNet.Generator.Emit;

/// <summary>Indented text with line feeds, whatever the machine's culture and line endings.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int indentation;

    /// <summary>Writes lines; an empty string is an empty line, and indentation goes on in every line of a raw string.</summary>
    public void Line(string lines = "")
    {
        var start = 0;
        while (start <= lines.Length)
        {
            var end = lines.IndexOf('\n', start);
            if (end < 0)
                end = lines.Length;
            var length = end > start && lines[end - 1] == '\r' ? end - start - 1 : end - start;
            if (length > 0)
                text.Append(' ', 4 * indentation).Append(lines, start, length);
            text.Append('\n');
            start = end + 1;
        }
    }

    /// <summary>Writes a block in braces under a heading.</summary>
    /// <param name="heading">What stands over it; may be empty.</param>
    /// <param name="body">Writes what is in it.</param>
    /// <param name="continuation">What stands between both, further in: a constructor's call of another.</param>
    public void Block(string heading, Action body, string continuation = "")
    {
        if (heading.Length > 0)
            Line(heading);
        if (continuation.Length > 0)
            Indented(() => Line(continuation));
        Line("{");
        indentation++;
        body();
        indentation--;
        Line("}");
    }

    /// <summary>Lines one step further in.</summary>
    public void Indented(Action body)
    {
        indentation++;
        body();
        indentation--;
    }

    public override string ToString() => text.ToString();
}
