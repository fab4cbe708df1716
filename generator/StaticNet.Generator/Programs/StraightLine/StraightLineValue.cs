namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>A value of a forward pass.</summary>
/// <param name="Name">In the generated code.</param>
/// <param name="Buffer">The buffer that it lies in: <c>workspace</c> or <c>parameters</c>.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="Length">Elements of one sample.</param>
/// <param name="Description">Shape and layout, for the reader.</param>
internal sealed record StraightLineValue(string Name, string Buffer, int Offset, int Length, string Description)
{
    /// <summary>Whether somebody reads it after the pass: Backward.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether a kernel makes it.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The caller's input that it is a copy of; null for others.</summary>
    public string? CallersInput { get; init; }

    /// <summary>Where the caller wants it.</summary>
    public IReadOnlyList<string> CallersOutputs { get; init; } = Array.Empty<string>();
}
