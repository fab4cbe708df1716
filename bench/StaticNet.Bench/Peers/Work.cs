using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers;

/// <summary>Something that we and others do, with what came out of it here: whoever is timed must compute the same.</summary>
internal abstract record Work;

/// <summary>A forward pass.</summary>
/// <param name="Model">The network with its weights.</param>
/// <param name="Count">The samples of the batch.</param>
/// <param name="Inputs">The batch, sample after sample.</param>
/// <param name="Outputs">What came out here.</param>
internal sealed record ForwardWork(Model Model, int Count, float[] Inputs, float[] Outputs) : Work;

/// <summary>Training steps on one batch: forward, softmax cross entropy, backward, update.</summary>
/// <param name="Model">The network with its weights before the first step.</param>
/// <param name="Labels">The class of each sample; as many as there are samples.</param>
/// <param name="Inputs">The batch, sample after sample.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Losses">The losses of the first steps here.</param>
internal sealed record StepWork(Model Model, int[] Labels, float[] Inputs, UpdateRule Update, float[] Losses) : Work;

/// <summary>An optimizer's updates by the same gradients.</summary>
/// <param name="Update">The optimizer.</param>
/// <param name="Parameters">The parameters before the first update.</param>
/// <param name="Gradients">The gradients.</param>
/// <param name="Updated">The parameters after the first <see cref="CheckedUpdates"/> updates here.</param>
internal sealed record UpdateWork(UpdateRule Update, float[] Parameters, float[] Gradients, float[] Updated) : Work
{
    /// <summary>How many updates are compared.</summary>
    public const int CheckedUpdates = 3;
}

/// <summary>An optimizer; what is not said here is PyTorch's default.</summary>
/// <param name="Kind">Which.</param>
/// <param name="LearningRate">Its learning rate.</param>
internal sealed record UpdateRule(UpdateKind Kind, float LearningRate)
{
    /// <summary>Stochastic gradient descent without momentum.</summary>
    public static UpdateRule Sgd { get; } = new(UpdateKind.Sgd, 0.01f);

    /// <summary>Adam with betas of 0.9 and 0.999 and an epsilon of 1e-8.</summary>
    public static UpdateRule Adam { get; } = new(UpdateKind.Adam, 0.001f);

    /// <summary>State a parameter, in floats.</summary>
    public int States => Kind == UpdateKind.Adam ? 2 : 0;

    /// <summary>Our optimizer for it.</summary>
    public Optimizer Create() => Kind == UpdateKind.Adam ? new Adam(LearningRate) : new Sgd(LearningRate);
}

/// <summary>The optimizers that are compared.</summary>
internal enum UpdateKind
{
    Sgd,
    Adam,
}
