namespace StaticNet;

/// <summary>
/// The cosine of the angle between two values along an axis, PyTorch's <c>nn.CosineSimilarity</c>: Σ a·b / (max(‖a‖, ε)·max(‖b‖, ε)). The
/// axis is left out: of <c>(T, F)</c> along the last axis, <c>(T)</c> is left. One name compares the previous layer's value with that.
/// </summary>
/// <remarks>
/// Axes other than this one may be 1 in one of the values, which is then compared with each of the other's. The gradient is that of the
/// formula, in which a norm below ε is constant; PyTorch's own takes a / ε as the slope of such a norm.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CosineSimilarityAttribute : LayerAttribute
{
    /// <summary>Compares two values.</summary>
    /// <param name="inputs">Names of earlier layers or inputs: one or two.</param>
    public CosineSimilarityAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }

    /// <summary>The dimension of the vectors, counted without the batch; a negative one counts from the end. Default: 0, as in PyTorch.</summary>
    public int Axis { get; set; }

    /// <summary>ε, below which no norm counts. Default: 1e-8.</summary>
    public double Epsilon { get; set; } = 1e-8;
}
