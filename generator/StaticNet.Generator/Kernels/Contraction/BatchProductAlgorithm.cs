using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A product of matrices with lanes over samples, which lie in blocks (<see cref="BatchProduct"/>).</summary>
/// <param name="Depth">Terms of a sum.</param>
/// <param name="Columns">Columns of the weights.</param>
/// <param name="ResultInBlocks">Whether samples of the result stay in blocks, for a reader whose lanes run over them, too.</param>
internal sealed record BatchProductAlgorithm(int Depth, int Columns, bool ResultInBlocks) : ContractionAlgorithm
{
    public override string Describe() => "over the batch";

    public override bool ReadsBlocks => true;

    public override bool? Choice(ScheduleChoices choices) => choices.OverBatch;

    public override Kernel Create(KernelSignature signature, Formula formula) => BatchProduct.Create(signature, formula, Depth, Columns);
}
