namespace StaticNet;

/// <summary>
/// A vector for each integer that is 1 there and 0 elsewhere, PyTorch's <c>F.one_hot</c>: integers of shape <c>(T)</c> become floats of shape
/// <c>(T, classes)</c>.
/// </summary>
/// <remarks>Takes an input of <see cref="Element.Int32"/>, whose elements must be from 0 to classes - 1.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OneHotAttribute : LayerAttribute
{
    /// <summary>Adds vectors with a single one.</summary>
    /// <param name="classes">The length of each vector, at least one.</param>
    public OneHotAttribute(int classes) => Classes = classes;

    /// <summary>The length of each vector.</summary>
    public int Classes { get; }
}
