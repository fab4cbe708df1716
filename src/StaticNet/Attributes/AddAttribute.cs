namespace StaticNet;

/// <summary>
/// The sum of values, element by element. Shapes broadcast as NumPy's: axes align at the end, and an axis of length 1 stretches. One
/// name adds that value to the previous layer's (a residual connection); two or more add up exactly those.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AddAttribute : LayerAttribute
{
    /// <summary>Adds a sum.</summary>
    /// <param name="inputs">Names of earlier layers or inputs.</param>
    public AddAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }
}
