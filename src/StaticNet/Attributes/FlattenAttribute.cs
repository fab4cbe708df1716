namespace StaticNet;

/// <summary>
/// Makes a vector of the value, PyTorch's <c>nn.Flatten</c>: <c>(C, H, W)</c> becomes <c>(C·H·W)</c>, in row-major order. With axes given,
/// only those become one: <c>[Flatten(StartAxis = 1)]</c> makes <c>(C, H·W)</c>. It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute
{
    /// <summary>The first axis that becomes part of one, counted without the batch; a negative one counts from the end. Default: 0.</summary>
    public int StartAxis { get; set; }

    /// <summary>The last such axis. Default: −1, the last of the value.</summary>
    public int EndAxis { get; set; } = -1;
}
