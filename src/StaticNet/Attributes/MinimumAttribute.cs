namespace StaticNet;

/// <summary>
/// The smallest of values, element by element; of equal ones, the gradient goes to one. Shapes broadcast as NumPy's: axes align at the end, and an axis of
/// length 1 stretches. One name combines that value with
/// the previous layer's; two or more combine exactly those.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MinimumAttribute : LayerAttribute
{
    /// <summary>Combines values.</summary>
    /// <param name="inputs">Names of earlier layers or inputs.</param>
    public MinimumAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }
}
