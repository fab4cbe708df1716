namespace StaticNet.Generator.Formulas;

/// <content>What fusion and emission weigh.</content>
internal abstract partial record Formula
{
    /// <summary>The indices of the inputs that are read, ascending, each once.</summary>
    public IReadOnlyList<int> Inputs =>
        Subexpressions.Of([this]).OfType<Input>().Select(input => input.Index).OrderBy(index => index).ToArray();

    /// <summary>
    /// Instructions, roughly: every distinct subexpression once (as the emitter computes it), a select twice, for its
    /// comparison and its blend.
    /// </summary>
    public int OperationCount =>
        Subexpressions.Of([this]).Sum(part => part switch
        {
            Input or Constant => 0,
            Formulas.Select => 2,
            _ => 1,
        });

    /// <summary>Whether nothing in it needs a polynomial, a division or a square root.</summary>
    public bool IsCheap =>
        Subexpressions.Of([this]).All(part => part switch
        {
            Unary unary => unary.Operator.Row().IsCheap,
            Binary binary => binary.Operator != BinaryOperator.Divide,
            _ => true,
        });
}
