namespace StaticNet.Generator.Formulas;

/// <content>
/// Equality by value, in time linear in the number of distinct subexpressions: comparing operands pairwise would visit a
/// shared one once for every path to it, and x * sigmoid(x) applied to itself n times has 2^n paths.
/// </content>
internal abstract partial record Formula
{
    /// <remarks>Kept, so that comparing two different formulas nearly always ends at one integer.</remarks>
    private readonly int hash;

    /// <summary>Never reached: every kind of formula overrides it by way of <see cref="HasEqualValue"/>.</summary>
    public virtual bool Equals(Formula? other) => HasEqualValue(other);

    public override int GetHashCode() => hash;

    /// <summary>The same operation on the very same operands, or on leaves of the same value.</summary>
    public bool HasSameParts(Formula other) => (this, other) switch
    {
        (Input first, Input second) => first.Index == second.Index,

        // Bit by bit: 0 and -0 are two constants (1 / x tells them apart), and NaN is one.
        (Constant first, Constant second) => Bits(first.Value) == Bits(second.Value),
        (Unary first, Unary second) =>
            first.Operator == second.Operator && AreSame(first.Operand, second.Operand),
        (Binary first, Binary second) =>
            first.Operator == second.Operator && AreSame(first.Left, second.Left) && AreSame(first.Right, second.Right),
        (Select first, Select second) =>
            first.Comparison == second.Comparison
            && AreSame(first.Left, second.Left) && AreSame(first.Right, second.Right)
            && AreSame(first.WhenTrue, second.WhenTrue) && AreSame(first.WhenFalse, second.WhenFalse),
        _ => false,
    };

    private protected bool HasEqualValue(Formula? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && (HasSameParts(other) || SharedFormulas.AreEqual(this, other)));

    private protected static long Bits(double value) =>
        BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

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

    private static bool AreSame(Formula first, Formula second) =>
        ReferenceEquals(first, second) || (first is Input or Constant && first.HasSameParts(second));
}
