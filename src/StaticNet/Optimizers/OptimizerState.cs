using StaticNet.Runtime;

namespace StaticNet;

/// <summary>What an optimizer remembers of each parameter between updates, for example its momentum.</summary>
public sealed class OptimizerState
{
    private readonly AlignedBuffer buffer;

    internal OptimizerState(string name, int length)
    {
        Name = name;
        buffer = new AlignedBuffer(length);
    }

    /// <summary>The name, which is part of tensor names in checkpoints.</summary>
    public string Name { get; }

    /// <summary>One float a parameter, in the order of the flat parameter buffer.</summary>
    public Span<float> Values => buffer.Span;
}
