namespace StaticNet;

/// <summary>What the elements of an input are.</summary>
public enum Element
{
    /// <summary>32-bit floating point: <c>float</c>.</summary>
    Float32,

    /// <summary>
    /// 32-bit integers from 0 on, by which a layer such as <see cref="EmbeddingAttribute"/> chooses: <c>int</c>.
    /// </summary>
    Int32,
}
