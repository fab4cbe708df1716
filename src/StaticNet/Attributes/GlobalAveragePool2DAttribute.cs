namespace StaticNet;

/// <summary>
/// The mean of each channel over the whole image, ONNX's <c>GlobalAveragePool</c> or PyTorch's
/// <c>nn.AdaptiveAvgPool2d(1)</c>: <c>(C, H, W)</c> becomes <c>(C, 1, 1)</c>. It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAveragePool2DAttribute : LayerAttribute
{
}
