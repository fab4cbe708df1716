namespace StaticNet.Generator.Graph;

/// <summary>What one buffer can hold.</summary>
internal static class SizeLimits
{
    /// <summary>Floats in 2 GB: offsets in bytes stay within 31 bits, as references advance by them.</summary>
    public const long Elements = (1L << 29) - 1;

    /// <summary>What an arena can hold: the same in whole cache lines.</summary>
    public const long ArenaElements = Elements / 16 * 16;

    /// <summary>What all arenas of a workspace can hold: as many floats as an <see cref="int"/> counts.</summary>
    public const long Workspace = int.MaxValue;

    /// <summary>Layers of a network: many times the deepest that is in use, and few enough to compile while someone types.</summary>
    public const int Layers = 10_000;
}
