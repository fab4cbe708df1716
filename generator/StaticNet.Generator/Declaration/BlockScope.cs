using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Declaration;

/// <summary>The block whose attributes are being read, within those that use it.</summary>
/// <param name="Block">Its class.</param>
/// <param name="Parameters">Its parameters, in declaration order.</param>
/// <param name="Values">What they are here, for messages; null where that is not known.</param>
/// <param name="Place">Where it is used.</param>
/// <param name="Outer">The block that uses it; null where the network does.</param>
internal sealed record BlockScope(
    INamedTypeSymbol Block, IReadOnlyList<IFieldSymbol> Parameters, IReadOnlyList<double?> Values, BlockPlace Place, BlockScope? Outer)
{
    /// <summary>The index of the parameter that <paramref name="symbol"/> is, or -1.</summary>
    public int IndexOf(ISymbol? symbol)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (SymbolEqualityComparer.Default.Equals(Parameters[i], symbol?.OriginalDefinition))
                return i;
        }

        return -1;
    }

    public bool Contains(INamedTypeSymbol block) =>
        SymbolEqualityComparer.Default.Equals(Block, block) || (Outer?.Contains(block) ?? false);
}
