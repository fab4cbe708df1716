namespace StaticNet;

/// <summary>
/// While training, sets whole channels to zero, each with a probability of <see cref="Rate"/>, and divides the others by
/// 1 − rate; otherwise does nothing. The shape stays: <c>(C, ...)</c>. PyTorch's <c>nn.Dropout1d</c>, <c>nn.Dropout2d</c> and
/// <c>nn.Dropout3d</c>, Keras' <c>SpatialDropout</c> (Tompson et al., 2015, section 3.2).
/// </summary>
/// <remarks>The mask comes from a seeded counter-based generator: the same seed and step give the same mask.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SpatialDropoutAttribute : LayerAttribute
{
    /// <summary>Adds a dropout layer for channels.</summary>
    /// <param name="rate">The probability of zero: at least 0, less than 1.</param>
    public SpatialDropoutAttribute(double rate = 0.5) => Rate = rate;

    /// <summary>The probability of zero.</summary>
    public double Rate { get; }
}
