using System.Globalization;
using Digits;
using Digits.Charts;
using Digits.Data;
using Digits.Display;
using Digits.Networks;
using Digits.Training;
using Spectre.Console;

return CommandLine.Invoke(args, options =>
{
    try
    {
        Run(options);
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});

static void Run(DigitsOptions options)
{
    // Before the training rather than after it: a folder that cannot be written should not cost a minute.
    Directory.CreateDirectory(options.OutputFolder);

    IAnsiConsole console = Screen.Open();
    DigitData data = options.DataFolder is null ? DrawnDigits.Create(options.Seed) : Mnist.Load(options.DataFolder);
    Model model = Model.Create(options.Network, options.Seed);
    int epochs = options.Epochs ?? model.DefaultEpochs;
    string title = $"{model.Name} on {data.Name}";

    console.WriteLine($"{title}: {data.Train.Count} to learn from, {data.Test.Count} to be tested on");
    console.WriteLine();
    console.WriteLine(model.Summary);

    TrainingRun run = Train(console, model, data, epochs, options.Seed);
    Evaluation test = run.Curve[^1].Test;
    string result = string.Create(
        CultureInfo.InvariantCulture,
        $"test accuracy {100 * test.Accuracy:0.00} % of {test.Count}, training {run.TrainingTime.TotalSeconds:0.0} s");

    console.WriteLine();
    ConfusionMatrix.Write(console, test);
    console.WriteLine("The test digits that the network finds hardest:");
    DigitGallery.Write(console, data.Test, test.Hardest(6));

    string curves = Path.Combine(options.OutputFolder, "curves.svg");
    string weights = Path.Combine(options.OutputFolder, model.FileName);
    File.WriteAllText(curves, LearningCurves.Draw(title, result, run.Curve));
    model.Network.Save(weights);
    console.WriteLine();
    console.WriteLine($"learning curves: {curves}");
    console.WriteLine($"weights:         {weights}");
    Console.WriteLine(result);
}

static TrainingRun Train(IAnsiConsole console, Model model, DigitData data, int epochs, int seed)
{
    var run = new TrainingRun(model, data, epochs, seed);
    var table = new EpochTable(console, epochs);
    table.Begin();
    for (int epoch = 1; epoch <= epochs; epoch++)
    {
        TimeSpan before = run.TrainingTime;
        table.Run(epoch, run.StepsPerEpoch, run.RunEpoch);
        table.Line(epoch, run.Curve[^1], run.TrainingTime - before);
    }

    return run;
}
