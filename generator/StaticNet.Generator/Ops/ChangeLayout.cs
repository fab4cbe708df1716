using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Move;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary>The same value in another layout; only where layout assignment found no way around it.</summary>
internal sealed record ChangeLayout(Layout To) : Operation
{
    public override string Describe() => "ChangeLayout to " + To;

    /// <summary>The kernel of the input may store the row-major copy that leaves for the caller as well, band by band.</summary>
    public override Companion CompanionFor(Node node) =>
        To.IsRowMajor && node.Origin.Phase == Phase.Forward ? Companion.RowMajor : Companion.None;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request) => To;

    public override bool ReadsBlocks(IReadOnlyList<TensorType> inputs) => true;

    public override Kernel Lower(KernelSignature signature) => signature.Inputs[0].Layout.InBlocks == signature.Result.Layout.InBlocks
        ? Kernels.Move.Permutation.ChangeLayout(signature)
        : Kernels.Move.SampleBlocks.ChangeLayout(signature);
}
