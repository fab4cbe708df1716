namespace StaticNet;

/// <summary>
/// While training, sets each element to zero with a probability of <see cref="Rate"/> and divides the others by
/// 1 − rate; otherwise does nothing. The shape stays. PyTorch's <c>nn.Dropout</c>.
/// </summary>
/// <remarks>The mask comes from a seeded counter-based generator: the same seed and step give the same mask.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Adds a dropout layer.</summary>
    /// <param name="rate">The probability of zero: at least 0, less than 1.</param>
    public DropoutAttribute(double rate = 0.5) => Rate = rate;

    /// <summary>The probability of zero.</summary>
    public double Rate { get; }
}
