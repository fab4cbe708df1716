namespace StaticNet;

/// <summary>
/// The mean over the batch of −log softmax(x)[label], PyTorch's <c>nn.CrossEntropyLoss</c>. It takes logits of shape
/// <c>(classes)</c>, so no <see cref="SoftmaxAttribute"/> before it; the trainer takes a label from 0 to classes − 1 for
/// each sample.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
}
