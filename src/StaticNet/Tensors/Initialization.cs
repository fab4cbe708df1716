namespace StaticNet;

/// <summary>What a new network's parameters are.</summary>
public enum Initialization
{
    /// <summary>Each tensor as its layer declares it, drawn from seed 0.</summary>
    Declared,

    /// <summary>
    /// Zeros: for a network whose weights are loaded next. To draw random numbers that nobody will see takes a large network
    /// longer than to load it.
    /// </summary>
    None,
}
