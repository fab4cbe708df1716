using System.Globalization;

namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// Which use of a block an error in it is about: the same attribute may be right with other arguments, or in another network.
/// </summary>
/// <param name="Block">The block with its arguments: <c>Residual(64)</c>.</param>
/// <param name="Layer">As which layer it is used: a number, or a name in quotes.</param>
/// <param name="Outer">Where the block lies that uses it; null where the network does.</param>
/// <param name="Network">The network's name.</param>
internal sealed record BlockPlace(string Block, string Layer, BlockPlace? Outer, string Network)
{
    /// <param name="block">The block's name.</param>
    /// <param name="arguments">Values of its parameters as text.</param>
    /// <param name="name">The name of <c>[Use]</c>, if it has one.</param>
    /// <param name="position">Its number among the layers around it.</param>
    /// <param name="outer">Where <c>[Use]</c> stands; null for the network.</param>
    /// <param name="network">The network's name.</param>
    public static BlockPlace Of(string block, IReadOnlyList<string> arguments, string? name, int position, BlockPlace? outer, string network)
    {
        return new BlockPlace(
            arguments.Count == 0 ? block : $"{block}({string.Join(", ", arguments)})",
            name is null ? position.ToString(CultureInfo.InvariantCulture) : $"'{name}'",
            outer,
            network);
    }

    /// <summary>How a message goes on after the name of a layer: <c>in block Residual(64), used by network 'Net' as layer 3</c>.</summary>
    public override string ToString() => $"in block {Block}, used by {User}";

    private string User => Outer is null
        ? $"network '{Network}' as layer {Layer}"
        : $"block {Outer.Block} as layer {Layer}, used by {Outer.User}";
}
