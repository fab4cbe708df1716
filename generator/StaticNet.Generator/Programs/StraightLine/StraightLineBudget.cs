using StaticNet.Generator.Kernels;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>
/// Where the line between tiny networks and others runs. Sizes are bytes of IL as <see cref="CodeSize"/> estimates them: some
/// 40 a multiply-add with its operands.
/// </summary>
internal static class StraightLineBudget
{
    /// <summary>
    /// Floating-point operations of a forward pass, at the most. Calls, checks and copies cost some twenty nanoseconds, which
    /// a pass of two or three microseconds does not feel.
    /// </summary>
    public const long Flops = 1 << 16;

    /// <summary>Operations an element of what is not yet written as maps and reductions: softmax takes a maximum, an exponential, a sum and a quotient.</summary>
    public const long CompositeFlops = 4;

    /// <summary>What the one method may have: what any other may.</summary>
    public const int Method = CodeSize.Budget;

    /// <summary>
    /// What a loop may become when it is written out. Beyond some hundred multiply-adds, code without the loop was no faster
    /// than with four steps a round (64 x 64: 124 ns either way), compiles in ten times the time and fills the instruction
    /// cache.
    /// </summary>
    public const int WrittenOut = 4_000;

    /// <summary>
    /// What a function such as tanh counts as in a loop that might be written out. Its dozen constants take the registers of
    /// everything else: eight copies side by side took 65 ns, a loop of eight rounds 46.
    /// </summary>
    public const int Function = 1_200;

    /// <summary>Locals of the method, at the most: RyuJIT keeps track of a thousand.</summary>
    public const int Locals = 800;
}
