using Spectre.Console;

namespace Digits.Display;

/// <summary>The console: colours and moving bars for a person at a terminal, plain lines for a file or a pipe.</summary>
internal static class Screen
{
    /// <summary>Opens the console.</summary>
    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;

        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = 120;
        return plain;
    }
}
