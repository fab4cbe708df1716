using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Digits.Networks;

namespace Digits;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    private const string DrawnDigits = "drawn";
    private const string DataVariable = "STATICNET_DATA";

    /// <summary>Parses the arguments and runs the program with them.</summary>
    /// <returns>The exit code: 0 where all went well, and never 0 where the arguments are wrong.</returns>
    public static int Invoke(string[] arguments, Func<DigitsOptions, int> run)
    {
        var network = new Option<string>("--network")
        {
            Description = "Which network to train",
            DefaultValueFactory = _ => "lenet",
        };
        network.AcceptOnlyFromAmong(Model.Names);

        var epochs = new Option<int?>("--epochs")
        {
            Description = "How often the network sees the training set [default: 3 for lenet, 5 for mlp]",
            HelpName = "number",
            CustomParser = result => Integer(result, 1, 1000),
        };
        var data = new Option<string?>("--data")
        {
            Description = "A folder that holds MNIST's four files, or a folder mnist with them; 'drawn' to draw digits instead "
                + $"[default: the environment variable {DataVariable}; without it, drawn]",
            HelpName = "folder",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Decides first weights, order and drawn digits",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
            CustomParser = result => Integer(result, int.MinValue, int.MaxValue) ?? 0,
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for curves.svg and the weights",
            HelpName = "folder",
            DefaultValueFactory = _ => Path.Combine("artifacts", "digits"),
        };

        var command = new RootCommand("Trains a network to read handwritten digits.") { network, epochs, data, seed, output };
        command.SetAction(result => run(new DigitsOptions(
            result.GetRequiredValue(network),
            result.GetValue(epochs),
            DataFolder(result.GetValue(data)),
            result.GetValue(seed),
            result.GetRequiredValue(output))));
        return command.Parse(arguments).Invoke();
    }

    private static string? DataFolder(string? argument)
    {
        string? folder = argument ?? Environment.GetEnvironmentVariable(DataVariable);
        return string.IsNullOrEmpty(folder) || folder == DrawnDigits ? null : folder;
    }

    private static int? Integer(ArgumentResult result, int minimum, int maximum)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        string option = ((OptionResult)result.Parent!).Option.Name;
        result.AddError($"{option}: expected a whole number from {minimum} to {maximum}, found '{text}'.");
        return null;
    }
}
