using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Map;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary>The same value once more, in memory of its own: for the gradient of parameter <paramref name="Parameter"/>.</summary>
internal sealed record Duplicate(int Parameter) : Operation
{
    public override string Describe() => "Duplicate for parameter " + Parameter;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request) => request.LayoutOf(0) ?? Layout.RowMajor(request.Node.Shape);

    public override Kernel Lower(KernelSignature signature) => MapSchedule.Create(signature, new Input(0));
}
