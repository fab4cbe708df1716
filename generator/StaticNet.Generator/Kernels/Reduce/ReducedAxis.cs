using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Reduce;

/// <summary>An axis that a reduction runs over, or that stays; a null size is the batch.</summary>
internal sealed record ReducedAxis(IndexExpression? Size, int InputStride, int ResultStride, bool IsReduced);
