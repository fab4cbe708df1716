namespace StaticNet;

/// <summary>
/// 1 / (1 + exp(−x)), element by element; the shape stays. PyTorch's <c>nn.Sigmoid</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : LayerAttribute
{
}
