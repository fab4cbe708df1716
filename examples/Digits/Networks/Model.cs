using StaticNet;

namespace Digits.Networks;

/// <summary>A network together with what trains it.</summary>
/// <param name="Name">The network's name in reports.</param>
/// <param name="FileName">The name of its weights file, without a folder.</param>
/// <param name="Summary">The table of its layers.</param>
/// <param name="DefaultEpochs">How often it usually sees the training set.</param>
/// <param name="Network">The network.</param>
/// <param name="Optimizer">The optimizer, whose learning rate the training sets.</param>
/// <param name="Step">One training step.</param>
internal sealed record Model(
    string Name,
    string FileName,
    string Summary,
    int DefaultEpochs,
    IDigitClassifier Network,
    Optimizer Optimizer,
    TrainingStep Step)
{
    /// <summary>The samples of a batch, in training and in evaluation: as many as both networks take at once.</summary>
    public const int BatchSize = LeNet5.BatchCapacity;

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static string[] Names { get; } = ["lenet", "mlp"];

    /// <summary>Creates an untrained network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Decides the first weights.</param>
    public static Model Create(string name, int seed)
    {
        // The learning rate is set before each step.
        var optimizer = new Adam();
        switch (name)
        {
            case "lenet":
                var lenet = new LeNet5(seed);
                var lenetTrainer = new LeNet5.Trainer(lenet, optimizer, seed);
                return new Model("LeNet-5", "lenet5.safetensors", LeNet5.Summary, 3, lenet, optimizer, lenetTrainer.Step);
            case "mlp":
                var mlp = new Mlp(seed);
                var mlpTrainer = new Mlp.Trainer(mlp, optimizer, seed);
                return new Model("MLP 784-128-10", "mlp.safetensors", Mlp.Summary, 5, mlp, optimizer, mlpTrainer.Step);
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown network.");
        }
    }
}
