namespace StaticNet.Generator.Formulas;

/// <summary>
/// A scalar expression over numbered inputs: an activation, a loss term, an optimizer update, a fused elementwise chain.
/// Immutable and equal by value. A formula is a graph rather than a tree wherever a subexpression is shared, so every
/// pass over it remembers what it has already visited.
/// </summary>
internal abstract partial record Formula
{
    private protected Formula(int hash) => this.hash = hash;

    /// <summary>The text for debuggers and failing tests, its inputs called x0, x1 and so on.</summary>
    public sealed override string ToString() =>
        this.ToText(Enumerable.Range(0, Inputs.Count == 0 ? 0 : Inputs.Max() + 1).Select(index => $"x{index}").ToArray());
}

/// <summary>The value of the input with this index.</summary>
internal sealed record Input(int Index) : Formula(Mix(1, Index))
{
    // Properties have no init accessor in this file: a `with` would leave the hash of the old value behind.
    public int Index { get; } = Index;

    public bool Equals(Input? other) => HasEqualValue(other);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A number. Kept in double precision until it is emitted, so that folding rounds once.</summary>
internal sealed record Constant(double Value) : Formula(Mix(2, Bits(Value).GetHashCode()))
{
    public double Value { get; } = Value;

    public bool Equals(Constant? other) => HasEqualValue(other);

    public override int GetHashCode() => base.GetHashCode();
}

internal sealed record Unary(UnaryOperator Operator, Formula Operand) : Formula(Mix(3, (int)Operator, Operand.GetHashCode()))
{
    public UnaryOperator Operator { get; } = Operator;

    public Formula Operand { get; } = Operand;

    public bool Equals(Unary? other) => HasEqualValue(other);

    public override int GetHashCode() => base.GetHashCode();
}

internal sealed record Binary(BinaryOperator Operator, Formula Left, Formula Right)
    : Formula(Mix(4, (int)Operator, Left.GetHashCode(), Right.GetHashCode()))
{
    public BinaryOperator Operator { get; } = Operator;

    public Formula Left { get; } = Left;

    public Formula Right { get; } = Right;

    public bool Equals(Binary? other) => HasEqualValue(other);

    public override int GetHashCode() => base.GetHashCode();
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

    public bool Equals(Select? other) => HasEqualValue(other);

    public override int GetHashCode() => base.GetHashCode();
}
