using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Sums, concatenations, and values that several layers read.</summary>
public sealed class MergeTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("ConcatenationOfVectors", """
            [Input(5, Name = "a"), Input(7, Name = "b")]
            [Dense(3, From = "a", Name = "c"), Dense(17, From = "b", Name = "d")]
            [Concat("a", "d", "c", "b"), Dense(4), MeanSquaredError]
            """),
        new("ConcatenationOfChannels", """
            [Input(3, 5, 6, Name = "a")]
            [Conv2D(4, 3, Padding = 1, From = "a", Name = "b"), ReLU(Name = "c")]
            [Conv2D(5, 1, From = "a", Name = "d")]
            [Concat("a", "b", "c", "d"), Conv2D(2, 3)]
            """, 3),
        new("ConcatenationOfRows", """
            [Input(3, 5, 6, Name = "a"), Input(3, 2, 6, Name = "b")]
            [Conv2D(3, 3, Padding = 1, From = "a", Name = "c")]
            [Concat("b", "c", "a", Axis = 1), Conv2D(4, 2)]
            """, 3),
        new("ConcatenationOfColumns", """
            [Input(3, 5, 6, Name = "a"), Input(3, 5, 1, Name = "b")]
            [Conv2D(3, 3, Padding = 1, From = "a", Name = "c")]
            [Concat("b", "c", "a", Axis = -1), MaxPool2D(2), Conv2D(4, 2)]
            """, 3),
        new("ConcatenationWithItself", """
            [Input(6, Name = "a")]
            [Dense(5, Name = "b"), Tanh(Name = "c")]
            [Concat("c", "c", "a", "c"), Dense(3), MeanSquaredError]
            """),
        new("ConcatenationOfOutputs", """
            [Input(4, 3, Name = "a"), Input(4, 2, Name = "b")]
            [Concat("a", "b", Axis = 1, Name = "joined"), Output]
            [Tanh(From = "joined"), Output]
            """),
        new("SumOfThree", """
            [Input(10, Name = "a")]
            [Dense(10, From = "a", Name = "b"), Dense(10, From = "b", Name = "c")]
            [Add("a", "b", "c"), ReLU, Dense(3), SoftmaxCrossEntropy]
            """),
        new("SumWithItself", """
            [Input(10), Dense(7, Name = "a")]
            [Add("a", "a", Name = "b")]
            [Add("b", "a"), Tanh, HalfSumSquaredError]
            """),
        new("SumOfInputs", """
            [Input(2, 4, 4, Name = "a"), Input(2, 4, 4, Name = "b")]
            [Add("a", "b"), Conv2D(3, 2)]
            """, 3),
        new("SumOfLayouts", """
            [Input(3, 5, 5, Name = "a")]
            [Conv2D(3, 3, Padding = 1, Name = "b")]
            [Add("a", "b", Name = "c"), ReLU, Conv2D(3, 1, Name = "d")]
            [Add("d", "c"), Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 3),
        new("SeveralOutputs", """
            [Input(9, Name = "a")]
            [Dense(7, Name = "b"), Output, ReLU, Output(Name = "middle")]
            [Dense(5), Tanh, Output, Output(Name = "again"), Output(From = "b", Name = "first")]
            """),
        new("OutputBeforeTheLoss", """
            [Input(9)]
            [Dense(7), ReLU, Output]
            [Dense(5), SoftmaxCrossEntropy]
            """),
        new("InputAsOutput", """
            [Input(6, Name = "a"), Output(Name = "same")]
            [Dense(4, From = "a"), Output]
            """),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
