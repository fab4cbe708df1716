namespace StaticNet;

/// <summary>
/// Values of one shape along a new axis, PyTorch's <c>torch.stack</c>: two of shape <c>(F)</c> become <c>(2, F)</c>. One name stacks the
/// previous layer's value and that; two or more stack exactly those, in this order.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StackAttribute : LayerAttribute
{
    /// <summary>Adds a stack.</summary>
    /// <param name="inputs">Names of earlier layers or inputs, all of one shape.</param>
    public StackAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }

    /// <summary>
    /// Where the new axis stands in the result, counted without the batch; a negative one counts from the end. Default: 0, before all others.
    /// </summary>
    public int Axis { get; set; }
}
