using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>One way to compute sums of products.</summary>
internal abstract record ContractionAlgorithm : Algorithm
{
    /// <summary>The kernel.</summary>
    /// <param name="signature">What is read and written.</param>
    /// <param name="formula">What a finished sum becomes.</param>
    public abstract Kernel Create(KernelSignature signature, Formula formula);
}

/// <summary>One way to compute a convolution.</summary>
internal abstract record ConvolutionAlgorithm(ConvolutionShape Shape) : ContractionAlgorithm
{
    /// <summary>Chooses the layout of the result, and asks for those of the image and of the weights.</summary>
    public abstract Layout AssignLayout(LayoutRequest request);
}
