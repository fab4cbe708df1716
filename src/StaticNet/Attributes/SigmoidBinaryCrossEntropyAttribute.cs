namespace StaticNet;

/// <summary>
/// The mean over the batch and over the elements of −t log σ(x) − (1 − t) log(1 − σ(x)), PyTorch's
/// <c>nn.BCEWithLogitsLoss</c>. It takes logits of any shape, so no <see cref="SigmoidAttribute"/> before it; the trainer
/// takes targets from 0 to 1 of the same shape.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidBinaryCrossEntropyAttribute : LossAttribute
{
}
