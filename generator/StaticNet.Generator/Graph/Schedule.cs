namespace StaticNet.Generator.Graph;

/// <summary>How a node is computed; what it computes is its operation. Chosen in one place, <c>ScheduleSelection</c>.</summary>
/// <param name="Algorithm">One of those that the operation has candidates for; null where there is only one way.</param>
internal sealed record Schedule(Algorithm? Algorithm)
{
    /// <summary>The only way that an operation has.</summary>
    public static Schedule Only { get; } = new((Algorithm?)null);

    /// <summary>What the kernel stores beside the result.</summary>
    public Companion Beside { get; init; }

    /// <summary>
    /// Whether the first operand is an input of the network that the kernel reads from the caller's memory, and copies to the arena as it
    /// goes.
    /// </summary>
    public bool TakesIn { get; init; }

    /// <summary>Whether the kernel of the first operand makes the value beside its own: memory, but no code.</summary>
    public bool IsMadeByInput { get; init; }

    /// <summary>For graph prints; empty where there is nothing to say.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Algorithm?.Describe() ?? "",
        TakesIn ? "takes in its input" : "",
        Beside switch { Companion.PairMaxima => "with 2x2 maxima", Companion.RowMajor => "with row-major results", _ => "" },
        IsMadeByInput ? "made by its input" : "",
    }.Where(text => text.Length > 0));
}

/// <summary>One way to compute an operation.</summary>
internal abstract record Algorithm
{
    /// <summary>For graph prints: <c>in planes</c>; empty for what is usual.</summary>
    public abstract string Describe();

    /// <summary>Whether it reads values whose samples lie in blocks (<see cref="Layout.InBlocks"/>).</summary>
    public virtual bool ReadsBlocks => false;

    /// <summary>Whether its result lies in planes, a channel after another, rather than channels side by side.</summary>
    public virtual bool MakesPlanes => false;

    /// <summary>What tests and measurements want of it: true takes it wherever it is possible, false never, null leaves it to the model.</summary>
    public virtual bool? Choice(ScheduleChoices choices) => null;

    /// <summary>The algorithm that it comes to once layouts are known: a convolution of single pixels, channels side by side, is a product of matrices.</summary>
    public virtual Algorithm For(KernelSignature signature) => this;

    /// <summary>Whether its kernel can make a companion.</summary>
    /// <param name="companion">What is wanted beside the result.</param>
    /// <param name="signature">What the kernel reads and writes.</param>
    /// <param name="operations">Operations of the epilogue.</param>
    public virtual bool Makes(Companion companion, KernelSignature signature, int operations) => false;

    /// <summary>Whether its kernel can take in its first operand from the caller's memory.</summary>
    public virtual bool TakesIn(KernelSignature signature) => false;
}
