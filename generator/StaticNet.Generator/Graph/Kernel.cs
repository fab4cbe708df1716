using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>The type and layout of a value that a kernel reads or writes.</summary>
internal sealed record Operand(TensorType Type, Layout Layout)
{
    public Shape Shape => Type.Shape;

    public int Length => Type.Shape.Length;

    /// <summary>From one sample to the next in memory.</summary>
    public int SampleStride => Layout.Border.IsEmpty ? Length : Layout.Length;
}

/// <summary>Everything that a kernel's code depends on: two nodes with equal signatures share one kernel.</summary>
internal sealed record KernelSignature(Operation Operation, Schedule Schedule, EquatableArray<Operand> Inputs, Operand Result, int BatchCapacity)
{
    /// <summary>Whether something else may lie right behind the result, as one step of a loop behind the other: no vector may run over its end.</summary>
    public bool EndsExactly { get; init; }
}

/// <summary>What a parameter of a kernel's method is.</summary>
internal enum KernelParameterKind
{
    /// <summary><c>ref float</c> that is read.</summary>
    Source,

    /// <summary><c>ref float</c> that is written.</summary>
    Target,

    /// <summary><c>ref float</c> that is written beside the target (<see cref="Graph.Companion"/>).</summary>
    Companion,

    /// <summary>
    /// <c>ref float</c> to an input of the network in the caller's memory, which the kernel copies to the source behind it; the
    /// source itself where it was copied before.
    /// </summary>
    Entering,

    /// <summary><c>ref float</c> to scratch memory of the kernel's own.</summary>
    Scratch,

    /// <summary><c>ref int</c> to integers that are checked: labels, tokens.</summary>
    Integers,

    /// <summary><c>uint</c> key of a random stream.</summary>
    RandomKey,

    /// <summary><c>int</c> number within the batch's value of the first element, where the batch is divided.</summary>
    FirstElement,
}

internal sealed record KernelParameter(string Name, KernelParameterKind Kind);

/// <summary>A kernel: parameters in call order, and a body for each tier.</summary>
/// <param name="Role">What it does for its layer, as part of its name: <c>Forward</c>, <c>WeightGradient</c>.</param>
/// <param name="Summary">Lines for the reader: mathematics and strategy.</param>
/// <param name="Parameters">
/// The operation's inputs in order, then the target, scratch, key and first element where there are any; <c>count</c> always
/// comes last and is not listed.
/// </param>
/// <param name="ScratchLength">Floats of scratch memory.</param>
/// <param name="Body">Writes the body for a tier.</param>
internal sealed record Kernel(
    string Role,
    EquatableArray<string> Summary,
    EquatableArray<KernelParameter> Parameters,
    Func<SimdTarget, Body> Body,
    int ScratchLength = 0)
{
    /// <summary>The strategy of one tier, as a comment over its body; empty where there is nothing to say.</summary>
    public Func<SimdTarget, string> Strategy { get; init; } = _ => "";

    /// <summary>
    /// A body for one sample, where <c>count</c> is 1, that is better there than <see cref="Body"/>; null where that one serves.
    /// </summary>
    public Func<SimdTarget, Body>? SingleSample { get; init; }
}
