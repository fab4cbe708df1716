namespace StaticNet.Generator.Formulas;

/// <summary>
/// A scalar expression over numbered inputs: an activation, a loss term, an optimizer update, a fused elementwise chain.
/// Immutable and equal by value. A formula is a graph rather than a tree wherever a subexpression is shared, so every
/// pass over it remembers what it has already visited.
/// </summary>
internal abstract partial record Formula
{
    /// <remarks>Kept, so that comparing two different formulas nearly always ends at one integer.</remarks>
    private protected readonly int hash;

    private protected Formula(int hash) => this.hash = hash;

    /// <summary>Every kind of formula compares itself; there is nothing to compare at this level.</summary>
    public virtual bool Equals(Formula? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => hash;

    /// <summary>The text for debuggers and failing tests, its inputs called x0, x1 and so on.</summary>
    public sealed override string ToString() =>
        this.ToText(Enumerable.Range(0, Inputs.Count == 0 ? 0 : Inputs.Max() + 1).Select(index => $"x{index}").ToArray());

    /// <summary>A mixture that is the same in every process, unlike that of <c>System.HashCode</c>.</summary>
    private protected static int Mix(int kind, int first, int second = 0, int third = 0, int fourth = 0, int fifth = 0)
    {
        var mixed = Step(Step(unchecked((uint)kind * 0x9E3779B1u), first), second);
        return unchecked((int)Step(Step(Step(mixed, third), fourth), fifth));

        static uint Step(uint state, int part)
        {
            state = unchecked((state ^ (uint)part) * 0x85EBCA77u);
            return state ^ (state >> 15);
        }
    }
}

/// <summary>The value of the input with this index.</summary>
internal sealed record Input(int Index) : Formula(Mix(1, Index))
{
    // Properties have no init accessor in this file: a `with` would leave the hash of the old value behind.
    public int Index { get; } = Index;

    public bool Equals(Input? other) => other is not null && Index == other.Index;

    public override int GetHashCode() => hash;
}

/// <summary>A number. Kept in double precision until it is emitted, so that folding rounds once.</summary>
internal sealed record Constant(double Value) : Formula(Mix(2, Bits(Value).GetHashCode()))
{
    public double Value { get; } = Value;

    /// <summary>Bit by bit: 0 and -0 are two constants (1 / x tells them apart), and NaN is one.</summary>
    public bool Equals(Constant? other) => other is not null && Bits(Value) == Bits(other.Value);

    public override int GetHashCode() => hash;

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}

internal sealed record Unary(UnaryOperator Operator, Formula Operand) : Formula(Mix(3, (int)Operator, Operand.GetHashCode()))
{
    public UnaryOperator Operator { get; } = Operator;

    public Formula Operand { get; } = Operand;

    public bool Equals(Unary? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && Operator == other.Operator && Operand.Equals(other.Operand));

    public override int GetHashCode() => hash;
}

internal sealed record Binary(BinaryOperator Operator, Formula Left, Formula Right)
    : Formula(Mix(4, (int)Operator, Left.GetHashCode(), Right.GetHashCode()))
{
    public BinaryOperator Operator { get; } = Operator;

    public Formula Left { get; } = Left;

    public Formula Right { get; } = Right;

    public bool Equals(Binary? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && Operator == other.Operator
            && Left.Equals(other.Left) && Right.Equals(other.Right));

    public override int GetHashCode() => hash;
}

/// <summary>
/// <c>Left comparison Right ? WhenTrue : WhenFalse</c>. A comparison with NaN is false. Emitted as a blend: both branches
/// are computed, and what the branch not taken comes to (infinity, NaN) never shows.
/// </summary>
internal sealed record Select(Comparison Comparison, Formula Left, Formula Right, Formula WhenTrue, Formula WhenFalse)
    : Formula(Mix(5, (int)Comparison, Left.GetHashCode(), Right.GetHashCode(), WhenTrue.GetHashCode(),
        WhenFalse.GetHashCode()))
{
    public Comparison Comparison { get; } = Comparison;

    public Formula Left { get; } = Left;

    public Formula Right { get; } = Right;

    public Formula WhenTrue { get; } = WhenTrue;

    public Formula WhenFalse { get; } = WhenFalse;

    public bool Equals(Select? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && Comparison == other.Comparison
            && Left.Equals(other.Left) && Right.Equals(other.Right)
            && WhenTrue.Equals(other.WhenTrue) && WhenFalse.Equals(other.WhenFalse));

    public override int GetHashCode() => hash;
}
