namespace StaticNet;

/// <summary>
/// max(0, x), element by element; the shape stays. PyTorch's <c>nn.ReLU</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLUAttribute : LayerAttribute
{
}
