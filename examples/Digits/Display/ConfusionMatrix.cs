using Digits.Training;
using Spectre.Console;

namespace Digits.Display;

/// <summary>Shows which digits a network takes for which: a row for each digit, a column for each answer.</summary>
internal static class ConfusionMatrix
{
    /// <summary>Writes the matrix.</summary>
    public static void Write(IAnsiConsole console, Evaluation evaluation)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.Title = new TableTitle("Test digits (rows) and the network's answers (columns)");
        table.AddColumn(new TableColumn(string.Empty));
        for (int answer = 0; answer < 10; answer++)
            table.AddColumn(new TableColumn($"[bold]{answer}[/]").RightAligned());
        table.AddColumn(new TableColumn("[bold]right[/]").RightAligned());

        for (int digit = 0; digit < 10; digit++)
        {
            int[] counts = [.. Enumerable.Range(0, 10).Select(answer => evaluation.Confusion(digit, answer))];
            string share = $"{100.0 * counts[digit] / Math.Max(counts.Sum(), 1):0.0} %";
            table.AddRow([$"[bold]{digit}[/]", .. counts.Select((count, answer) => Cell(count, answer == digit)), share]);
        }

        console.Write(table);
    }

    private static string Cell(int count, bool isRight) => (count, isRight) switch
    {
        (_, true) => $"[green]{count}[/]",
        (0, _) => "[grey].[/]",
        (< 5, _) => $"[yellow]{count}[/]",
        _ => $"[red]{count}[/]",
    };
}
