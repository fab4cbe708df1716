using System.Text;
using Digits.Data;
using Digits.Drawing;
using Digits.Training;
using Spectre.Console;

namespace Digits.Display;

/// <summary>Shows digits as text: two rows of pixels make one line, as characters are twice as high as wide.</summary>
internal static class DigitGallery
{
    private const string Shades = " .:-=+*#%@";
    private const int Columns = 3;
    private const int CellWidth = DigitArtist.Side - 2 * Margin;

    /// <summary>Images are nearly always empty here, and three of them fit beside each other without it.</summary>
    private const int Margin = 2;

    /// <summary>Writes digits with their labels and the network's answers.</summary>
    public static void Write(IAnsiConsole console, DigitSet set, ReadOnlySpan<HardDigit> digits)
    {
        for (int start = 0; start < digits.Length; start += Columns)
        {
            ReadOnlySpan<HardDigit> row = digits.Slice(start, Math.Min(Columns, digits.Length - start));
            console.WriteLine();
            console.WriteLine(Join(row, digit => Caption(set, digit)));
            for (int y = 0; y < DigitArtist.Side; y += 2)
                console.WriteLine(Join(row, digit => Line(set.Image(digit.Index), y)));
        }
    }

    private static string Caption(DigitSet set, HardDigit digit)
    {
        int label = set.Label(digit.Index);
        return digit.Answer == label ? $"a {label}, barely" : $"a {label}, taken for {digit.Answer}";
    }

    private static string Line(ReadOnlySpan<byte> image, int y)
    {
        var line = new StringBuilder();
        for (int x = Margin; x < Margin + CellWidth; x++)
        {
            int ink = (image[y * DigitArtist.Side + x] + image[(y + 1) * DigitArtist.Side + x]) / 2;
            line.Append(Shades[ink * Shades.Length / 256]);
        }

        return line.ToString();
    }

    private static string Join(ReadOnlySpan<HardDigit> row, Func<HardDigit, string> cell)
    {
        var line = new StringBuilder();
        foreach (HardDigit digit in row)
            line.Append(cell(digit).PadRight(CellWidth + 2));
        return line.ToString().TrimEnd();
    }
}
