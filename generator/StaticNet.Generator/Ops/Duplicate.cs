using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Map;

namespace StaticNet.Generator.Ops;

/// <summary>
/// The same value once more, in the memory of what it is for: the gradient of parameter <paramref name="Index"/>, or state
/// <paramref name="Index"/>, which changes when all that reads it has run; with a negative index, the state of a loop.
/// </summary>
internal sealed record Duplicate(RootKind Kind, int Index) : Operation
{
    public override string Describe() => $"Duplicate for {(Kind == RootKind.StateUpdate ? "state" : "parameter")} {Index}";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request) => request.LayoutOf(0) ?? Layout.RowMajor(request.Node.Shape);

    public override Kernel Lower(KernelSignature signature) => MapSchedule.Create(signature, new Input(0));
}
