using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// What softmax along axis 0 and its cross entropy are made of, for C classes: y[c, ...] = exp(x[c, ...] - m), and behind them
/// y[C, ...] = m, the maximum of x, and y[C + 1, ...] = s, the sum of the exponentials. The logarithm of the sum of exp(x) is m + log(s);
/// added up, log(s) would be rounded to the precision of m.
/// </summary>
/// <remarks>It has no gradient of its own: an operation that reads it knows x, too, and gives x all of the gradient.</remarks>
internal sealed record SoftmaxExponentials() : Operation
{
    /// <summary>Rows behind those of the classes.</summary>
    public const int MoreRows = SoftmaxExponentialsSchedule.MoreRows;

    public override string Describe() => "SoftmaxExponentials";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => WithClasses(inputs[0], inputs[0].Shape[0] + MoreRows);

    /// <summary>The type with another length of axis 0.</summary>
    public static TensorType WithClasses(TensorType type, int classes) => type with
    {
        Shape = Shape.Of(new[] { classes }.Concat(type.Shape.Dimensions.Skip(1)).ToArray()),
    };

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, ClassesLast(request.ShapeOf(0)));
        return ClassesLast(request.Node.Shape);
    }

    /// <summary>Axis 0, the classes, innermost; positions in row-major order.</summary>
    public static Layout ClassesLast(Shape shape) =>
        new(shape, Enumerable.Range(1, shape.Rank - 1).Concat(new[] { 0 }).ToEquatableArray());

    /// <summary>A comparison, a subtraction, an exponential and an addition a class.</summary>
    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => 4L * inputs[0].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => SoftmaxExponentialsSchedule.Create(signature);
}
