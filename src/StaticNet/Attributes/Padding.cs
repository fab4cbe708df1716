namespace StaticNet;

/// <summary>Named amounts of padding.</summary>
public static class Padding
{
    /// <summary>
    /// As many zeros as make the output ⌈input/stride⌉ high and wide. An odd one out goes to the bottom or right, as in
    /// ONNX's <c>SAME_UPPER</c> and PyTorch's <c>padding='same'</c>.
    /// </summary>
    /// <remarks>Its value is one that no computed padding comes to by accident: any other negative padding is refused.</remarks>
    public const int Same = int.MinValue;
}
