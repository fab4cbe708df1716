namespace StaticNet;

/// <summary>Which rearrangements of arithmetic a network allows.</summary>
public enum Precision
{
    /// <summary>
    /// Single precision, with any algorithm whose error stays within 1e-5 of the largest value. A NaN or an infinity may spread
    /// over some more pixels than a convolution's window reaches.
    /// </summary>
    Default,

    /// <summary>Single precision, rearranging nothing but the order of sums: no Winograd convolutions.</summary>
    Strict,
}
