using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;

namespace StaticNet.Generator.Ops;

/// <summary>
/// A sum of products with weights, whose results may pass through a formula while they are still in registers: bias,
/// activation, residual, or the derivative of the activation before.
/// </summary>
internal abstract record Contraction : Operation
{
    /// <summary>
    /// What is stored: <c>Input(0)</c> is the sum, <c>Input(1)</c> and on are operands after the two factors, each of the
    /// result's type, one a channel, or a scalar. Null stores the sum itself.
    /// </summary>
    public Formula? Epilogue { get; init; }

    /// <summary>The axis of the result over which lanes run, and along which an operand of the epilogue may have one element each.</summary>
    public virtual int ChannelAxis(Shape result) => 0;

    protected Formula EpilogueFormula => Epilogue ?? new Input(0);

    public sealed override string Describe()
    {
        var text = DescribeContraction();
        if (Epilogue is null)
            return text;
        var names = new[] { "sum" }.Concat(Enumerable.Range(2, 16).Select(i => "x" + i)).ToArray();
        return text + " then " + Epilogue.ToText(names);
    }

    public sealed override TensorType InferType(IReadOnlyList<TensorType> inputs) => InferContraction(inputs[0], inputs[1]);

    public sealed override Layout AssignLayout(LayoutRequest request)
    {
        var layout = AssignContractionLayout(request);
        for (var i = 2; i < request.Node.Inputs.Count; i++)
        {
            var shape = request.ShapeOf(i);
            request.Require(i, shape.Length == request.Node.Shape.Length && request.TypeOf(i).Batched ? layout : Layout.RowMajor(shape));
        }

        return layout;
    }

    protected abstract string DescribeContraction();

    protected abstract TensorType InferContraction(TensorType input, TensorType weight);

    protected abstract Layout AssignContractionLayout(LayoutRequest request);

    /// <summary>The kernel of the algorithm that was chosen.</summary>
    public override Kernel Lower(KernelSignature signature) => signature.Schedule.Algorithm is ContractionAlgorithm algorithm
        ? algorithm.Create(signature, EpilogueFormula)
        : throw new InvalidOperationException($"{Describe()} has no schedule");

    protected long CountEpilogueFlops(Node node) => (long)(Epilogue?.OperationCount ?? 0) * node.Shape.Length;
}
