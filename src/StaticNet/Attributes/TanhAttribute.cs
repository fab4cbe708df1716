namespace StaticNet;

/// <summary>
/// tanh(x), element by element; the shape stays. PyTorch's <c>nn.Tanh</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : LayerAttribute
{
}
