using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes;

/// <summary>What stands for unknown parts of a network of which no more than an outline is generated.</summary>
internal static class Outline
{
    /// <summary>The shape of a value that no known one has: none of its dimensions is below 1.</summary>
    public static Shape UnknownShape { get; } = Shape.Of(0);

    /// <summary>The tensors of a layer of which nobody knows what it is: all that there may be.</summary>
    public static IReadOnlyList<string> AnyParameters { get; } = new[] { "weight", "bias" };
}
