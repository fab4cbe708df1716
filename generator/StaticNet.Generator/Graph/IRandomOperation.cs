using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Graph;

/// <summary>
/// An operation whose kernel draws random numbers: a function of (seed, step, stream, element), so that the backward pass repeats
/// them without anything being stored. Its kernel takes the key of the stream as a parameter.
/// </summary>
internal interface IRandomOperation
{
    /// <summary>The number of the layer's own stream (<see cref="LayerContext.NextRandomStream"/>).</summary>
    int Stream { get; }
}
