namespace StaticNet;

/// <summary>The element types of safetensors that a float network can be read from.</summary>
internal enum ElementType
{
    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single precision number.</summary>
    BF16,

    /// <summary>IEEE double precision.</summary>
    F64,
}
