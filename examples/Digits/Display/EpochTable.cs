using Digits.Training;
using Spectre.Console;

namespace Digits.Display;

/// <summary>Shows an epoch while it runs as a progress bar, and afterwards as a line of a table.</summary>
internal sealed class EpochTable(IAnsiConsole console, int epochs)
{
    /// <summary>Writes the head of the table.</summary>
    public void Begin() =>
        console.MarkupLine("[bold]  epoch   train loss   train accuracy   test loss   test accuracy     time[/]");

    /// <summary>Runs an epoch under a progress bar, where there is a terminal to move one on.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="stepCount">The steps of the epoch.</param>
    /// <param name="run">Runs the epoch; it is to report the loss of each step.</param>
    public void Run(int epoch, int stepCount, Action<Action<float>> run)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            run(_ => { });
            return;
        }

        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask($"epoch {epoch}/{epochs}", maxValue: stepCount);
                float smoothLoss = float.NaN;
                run(loss =>
                {
                    // A single batch says little: show a running mean over about thirty.
                    smoothLoss = float.IsNaN(smoothLoss) ? loss : smoothLoss + (loss - smoothLoss) / 30;
                    bar.Description = $"epoch {epoch}/{epochs}, loss {smoothLoss:0.0000}";
                    bar.Increment(1);
                });
            });
    }

    /// <summary>Writes the line of an epoch that is over.</summary>
    public void Line(int epoch, CurvePoint point, TimeSpan time)
    {
        string number = $"{epoch}/{epochs}";
        string train = $"{point.Train.Loss,10:0.0000}   {100 * point.Train.Accuracy,12:0.00} %";
        string test = $"{point.Test.Loss,9:0.0000}   {100 * point.Test.Accuracy,11:0.00} %";
        console.WriteLine($"{number,7}   {train}   {test}   {time.TotalSeconds,4:0.0} s");
    }
}
