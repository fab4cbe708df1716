using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Every loss: alone, weighted, several at once, on vectors and images.</summary>
public sealed class LossTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("CrossEntropyOfVectors", "[Input(5), Dense(3), SoftmaxCrossEntropy]", 7),
        new("CrossEntropyOfTwoClasses", "[Input(5), Dense(2), SoftmaxCrossEntropy(Weight = 2.5)]", 7),
        new("CrossEntropyOfManyClasses", "[Input(20), Dense(101), SoftmaxCrossEntropy]", 7),

        // Less than a vector, whole vectors, one class more, overlapping last vectors, loops with and without a rest.
        .. new[] { 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 33, 64, 80, 150, 1000 }
            .Select(classes => new NetworkCase("CrossEntropyOf" + classes, $"[Input(5), Dense({classes}), SoftmaxCrossEntropy]", 19)),
        new("CrossEntropyOfPixels", "[Input(2, 5, 5), Conv2D(4, 2), SoftmaxCrossEntropy]", 3),
        new("CrossEntropyOfFewPixels", "[Input(2, 3, 4), Conv2D(2, 3), SoftmaxCrossEntropy(Weight = 0.7)]", 5),
        new("CrossEntropyOfPixelsInManyClasses", "[Input(2, 4, 4), Conv2D(19, 2), SoftmaxCrossEntropy]", 3),
        new("CrossEntropyOfTheInput", "[Input(3, 7), Tanh, SoftmaxCrossEntropy]", 3),
        new("SquaredErrorOfVectors", "[Input(5), Dense(17), MeanSquaredError]", 7),
        new("SquaredErrorOfImages", "[Input(2, 5, 5), Conv2D(3, 2), MeanSquaredError(Weight = 0.5)]", 3),
        new("HalfSquaredErrorOfVectors", "[Input(5), Dense(3), Sigmoid, HalfSumSquaredError]", 7),
        new("HalfSquaredErrorOfImages", "[Input(2, 5, 5), Conv2D(17, 2), HalfSumSquaredError]", 3),
        new("BinaryCrossEntropyOfVectors", "[Input(5), Dense(10), SigmoidBinaryCrossEntropy]", 7),
        new("BinaryCrossEntropyOfImages", "[Input(2, 5, 5), Conv2D(1, 3), SigmoidBinaryCrossEntropy(Weight = 3)]", 3),
        new("LossOfOneNumber", "[Input(5), Dense(1), SigmoidBinaryCrossEntropy]", 7),
        new("TwoLossesOfOneValue", "[Input(5), Dense(6), MeanSquaredError(Weight = 0.3), SigmoidBinaryCrossEntropy]", 7),
        new("LossesOfSeveralValues", """
            [Input(12), Dense(9, Name = "trunk"), ReLU]
            [Dense(4, Name = "classes"), Dense(3, From = "trunk", Name = "position")]
            [SoftmaxCrossEntropy(From = "classes", Name = "class"), MeanSquaredError(From = "position", Weight = 0.25), HalfSumSquaredError(From = "trunk", Weight = 0.1)]
            """, 5),
        new("CrossEntropiesOfOneValue", """
            [Input(6), Dense(10, Name = "logits"), SoftmaxCrossEntropy(Name = "a"), SoftmaxCrossEntropy(From = "logits", Name = "b", Weight = 0.5)]
            """, 5),
        new("CrossEntropyBesideSoftmax", """
            [Input(6), Dense(10, Name = "logits"), Softmax(Name = "probabilities"), Output, Output(From = "logits", Name = "raw")]
            [SoftmaxCrossEntropy(From = "logits"), MeanSquaredError(From = "probabilities"), HalfSumSquaredError(From = "logits", Weight = 0.1)]
            """, 5),
        new("CrossEntropyOfWhatOthersRead", """
            [Input(6), Dense(9, Name = "logits"), Tanh, Dense(3, Name = "after")]
            [SoftmaxCrossEntropy(From = "logits", Weight = 0), SoftmaxCrossEntropy(From = "after", Weight = 2)]
            """, 5),
        new("LossesOfSeveralInputs", """
            [Input(6, Name = "a"), Dense(5, Name = "b")]
            [Input(2, 4, 4, Name = "c"), Conv2D(3, 2), Flatten, Dense(5, Name = "d")]
            [Add("b", "d"), Tanh, Output, SoftmaxCrossEntropy, SigmoidBinaryCrossEntropy(From = "d")]
            """, 5),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
