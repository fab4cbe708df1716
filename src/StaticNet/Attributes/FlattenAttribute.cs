namespace StaticNet;

/// <summary>
/// Makes a vector of the value, PyTorch's <c>nn.Flatten</c>: <c>(C, H, W)</c> becomes <c>(C·H·W)</c>, in row-major order.
/// It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute
{
}
