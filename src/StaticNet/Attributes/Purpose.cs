namespace StaticNet;

/// <summary>
/// What a network is compiled for. Programs that a purpose lacks are not generated, nor memory that only they would use: less
/// code to compile, and a smaller workspace.
/// </summary>
public enum Purpose
{
    /// <summary>Everything: Forward, Backward and, where there is a loss, a trainer.</summary>
    Training,

    /// <summary>Forward and Backward, for losses of one's own. Losses cannot be declared.</summary>
    Gradients,

    /// <summary>
    /// Forward alone: no gradients, no activations that Backward would read, and layers as they are at inference. Losses cannot
    /// be declared.
    /// </summary>
    Inference,
}
