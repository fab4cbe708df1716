using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Move;

/// <summary>Brings samples into blocks of sixteen (<see cref="Layout.InBlocks"/>), where lanes run over samples, and out of them.</summary>
internal static class SampleBlocks
{
    private const int Block = Layout.BlockSamples;

    /// <summary>A value whose samples come out of blocks or into them, their elements in the order that they have.</summary>
    public static Kernel ChangeLayout(KernelSignature signature)
    {
        var length = signature.Result.Length;
        var leaves = signature.Inputs[0].Layout.InBlocks;
        return new Kernel(
            leaves ? "FromBlocks" : "ToBlocks",
            EquatableArray<string>.Of(leaves
                ? $"Samples in blocks of {Block}, [N / {Block}][{length}][{Block}], become one after another."
                : $"Samples one after another become blocks of {Block}: [N / {Block}][{length}][{Block}]."),
            EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            _ =>
            {
                var body = new Body();
                body.Add(new Statement.CopyBlocks(leaves, "y", 0, "x", 0, length, "count"));
                return body;
            });
    }
}
