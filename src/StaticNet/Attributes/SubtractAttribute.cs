namespace StaticNet;

/// <summary>
/// The first value less the second, element by element. Shapes broadcast as NumPy's: axes align at the end, and an axis of
/// length 1 stretches. One name takes the previous
/// layer's value and that one; two names take exactly those.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SubtractAttribute : LayerAttribute
{
    /// <summary>Combines values.</summary>
    /// <param name="inputs">Names of earlier layers or inputs.</param>
    public SubtractAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }
}
