using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Softmax along every axis of values of every rank and layout.</summary>
public sealed class SoftmaxTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("SoftmaxOfVectors", 5,
            ("2", "Softmax"), ("7", "Softmax"), ("16", "Softmax(Axis = 0)"), ("33", "Dense(17), Softmax"), ("10", "Dense(100), Softmax, Dense(3)")),
        NetworkCase.SideBySide("SoftmaxOfMatrices", 3,
            ("3, 5", "Softmax"), ("17, 4", "Softmax(Axis = 0)"), ("4, 17", "Softmax(Axis = 1)"), ("2, 2", "Softmax(Axis = -2), Tanh")),
        NetworkCase.SideBySide("SoftmaxOfImages", 3,
            ("3, 4, 5", "Softmax(Axis = 0)"), ("3, 4, 5", "Softmax(Axis = 1)"), ("3, 4, 5", "Softmax(Axis = 2)"), ("17, 2, 3", "Softmax(Axis = 0)")),
        NetworkCase.SideBySide("SoftmaxOfConvolutions", 3,
            ("2, 4, 5", "Conv2D(3, 1), Softmax(Axis = 0)"), ("2, 4, 5", "Conv2D(5, 2), Softmax(Axis = 1)"), ("2, 4, 5", "Conv2D(17, 2), Softmax(Axis = 2), Conv2D(2, 1)"),
            ("2, 4, 5", "Conv2D(6, 1), Reshape(6, 20), Softmax"), ("2, 4, 5", "Conv2D(6, 1), Flatten, Softmax")),
        NetworkCase.SideBySide("LogSoftmaxOfVectors", 5,
            ("2", "LogSoftmax"), ("7", "LogSoftmax"), ("33", "Dense(17), LogSoftmax"), ("10", "Dense(100), LogSoftmax, Dense(3)")),
        NetworkCase.SideBySide("LogSoftmaxOfImages", 3,
            ("3, 4, 5", "LogSoftmax(Axis = 0)"), ("3, 4, 5", "Conv2D(17, 2), LogSoftmax(Axis = 0)"), ("3, 4, 5", "LogSoftmax(Axis = 1)"), ("17, 2, 3", "LogSoftmax(Axis = 2)")),
        new("LongSoftmax", "[Input(3000), Softmax, Output, LogSoftmax(From = \"x\"), Output]".Replace("Input(3000)", "Input(3000, Name = \"x\")"), 2),
        new("SoftmaxBeforeALoss", "[Input(9), Dense(6), Softmax, MeanSquaredError]", 5),
        new("SoftmaxAsAGate", """
            [Input(9), Dense(6, Name = "a"), Softmax(Name = "b")]
            [Add("a", "b"), Softmax, HalfSumSquaredError]
            """, 5),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
