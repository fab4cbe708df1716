using StaticNet.Generator.Support;

namespace StaticNet.Generator.Diagnostics;

/// <summary>A diagnostic as compilation reports it: no source location, so that moving code invalidates nothing.</summary>
/// <param name="Id">An id in <c>DiagnosticDescriptors</c>.</param>
/// <param name="LayerIndex">Which attribute (<c>LayerSpec.Index</c>); -1 for the class itself.</param>
/// <param name="Argument">The attribute argument that is wrong; null for the whole attribute.</param>
/// <param name="MessageArguments">What the descriptor's message format takes, already as text.</param>
internal sealed record DiagnosticInfo(string Id, int LayerIndex, string? Argument, EquatableArray<string> MessageArguments)
{
    /// <summary>What the message shows where it says <see cref="Mend.Place"/>.</summary>
    public Mend? Mend { get; init; }
}
