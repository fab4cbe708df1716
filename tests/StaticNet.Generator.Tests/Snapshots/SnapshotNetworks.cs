using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>Networks of which there are snapshots.</summary>
internal static class SnapshotNetworks
{
    public static NetworkCase LeNet5 { get; } = new("LeNet5", """
        [Input(1, 28, 28)]
        [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
        [Conv2D(16, 5), ReLU, MaxPool2D(2)]
        [Flatten]
        [Dense(120), ReLU]
        [Dense(84), ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        """, 64);

    public static NetworkCase Residual { get; } = new("Residual", """
        [Input(2, 6, 6)]
        [Conv2D(4, 3, Padding = 1, Name = "stem"), ReLU]
        [Use(typeof(Branch), 4, Repeat = 2)]
        [GlobalAveragePool2D, Flatten, Dense(3), Softmax]
        """, 4, """
        [Block]
        [Conv2D(C, 3, Padding = 1), ReLU, Conv2D(C, 3, Padding = 1, Bias = false, Name = "residual"), Add("input", "residual"), ReLU]
        public sealed class Branch { [BlockParameter] private const int C = 1; }
        """);
}
