namespace StaticNet.Generator.Kernels.Reduce;

/// <summary>How elements are combined.</summary>
internal enum ReduceKind
{
    Sum,

    /// <summary>NaN may be passed over: softmax, which alone asks for maxima, finds it in its sum.</summary>
    Maximum,
}
