using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>How generated code describes the inputs and outputs of its network.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Ports
{
    /// <summary>An input or output of floats.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="shape">The shape of one sample, which is kept, not copied.</param>
    public static PortInfo Floats(string name, int[] shape) => new(name, shape, Element.Float32);

    /// <summary>An input of integers.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="shape">The shape of one sample, which is kept, not copied.</param>
    public static PortInfo Integers(string name, int[] shape) => new(name, shape, Element.Int32);
}
