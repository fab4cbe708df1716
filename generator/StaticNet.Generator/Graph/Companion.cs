namespace StaticNet.Generator.Graph;

/// <summary>What the kernel of a node stores beside its result, for the operation that follows (<see cref="Operation.CompanionFor"/>).</summary>
internal enum Companion
{
    None,

    /// <summary>The largest of every 2x2 results, for a max pooling.</summary>
    PairMaxima,

    /// <summary>The result in row-major order, as it leaves for the caller; the same again where it lies so anyway.</summary>
    RowMajor,
}
