using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A product of matrices with lanes over columns (<see cref="MatrixProduct"/>).</summary>
/// <param name="RowsPerSample">1, or the pixels or rows of a sample.</param>
/// <param name="Depth">Terms of a sum.</param>
/// <param name="Columns">Columns of the weights.</param>
internal sealed record MatrixProductAlgorithm(int RowsPerSample, int Depth, int Columns) : ContractionAlgorithm
{
    public override string Describe() => "";

    /// <summary>Samples whose inputs fill cache lines are copied as tiles read them.</summary>
    public override bool TakesIn(KernelSignature signature) =>
        signature.Result.Shape.Rank == 1 && signature.Inputs[0].Layout.IsRowMajor && MatrixProduct.SuitsEntry(signature.BatchCapacity, Depth, Columns);

    public override Kernel Create(KernelSignature signature, Formula formula) => MatrixProduct.Create(signature, formula, RowsPerSample, Depth, Columns);
}
