using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary>The same value in another layout; only where layout assignment found no way around it.</summary>
internal sealed record ChangeLayout(Layout To) : Operation
{
    /// <summary>Whether the kernel of the input stores this value as well, band by band (<see cref="Companion.RowMajor"/>).</summary>
    public bool InEpilogue { get; init; }

    public override bool IsMadeByInput => InEpilogue;

    public override string Describe() => "ChangeLayout to " + To + (InEpilogue ? " in the epilogue" : "");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request) => To;

    public override bool ReadsBlocks(IReadOnlyList<TensorType> inputs) => true;

    public override Kernel Lower(KernelSignature signature) => signature.Inputs[0].Layout.InBlocks == signature.Result.Layout.InBlocks
        ? Kernels.Move.Permutation.ChangeLayout(signature)
        : Kernels.Move.SampleBlocks.ChangeLayout(signature);
}
