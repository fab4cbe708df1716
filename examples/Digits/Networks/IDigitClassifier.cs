using StaticNet;

namespace Digits.Networks;

/// <summary>
/// What the networks of this example have in common beyond <see cref="INetwork"/>. The generator writes
/// <see cref="Forward"/> into both classes, so naming the interface in their declarations is enough.
/// </summary>
internal interface IDigitClassifier : INetwork
{
    /// <summary>Computes the ten logits of each of <paramref name="count"/> images.</summary>
    ReadOnlySpan<float> Forward(ReadOnlySpan<float> inputs, int count);
}
