namespace StaticNet.Generator.Formulas;

/// <content>How formulas are written in C#: <c>0.5 * (t - o) * (t - o)</c>, <c>Formula.Maximum(x, 0)</c>.</content>
internal abstract partial record Formula
{
    public static implicit operator Formula(double value) => new Constant(value);

    public static Formula operator +(Formula left, Formula right) => new Binary(BinaryOperator.Add, left, right);

    public static Formula operator -(Formula left, Formula right) => new Binary(BinaryOperator.Subtract, left, right);

    public static Formula operator *(Formula left, Formula right) => new Binary(BinaryOperator.Multiply, left, right);

    public static Formula operator /(Formula left, Formula right) => new Binary(BinaryOperator.Divide, left, right);

    public static Formula operator -(Formula operand) => new Unary(UnaryOperator.Negate, operand);

    public static Formula Maximum(Formula left, Formula right) => new Binary(BinaryOperator.Maximum, left, right);

    public static Formula Minimum(Formula left, Formula right) => new Binary(BinaryOperator.Minimum, left, right);

    public static Formula Exp(Formula operand) => new Unary(UnaryOperator.Exp, operand);

    public static Formula Log(Formula operand) => new Unary(UnaryOperator.Log, operand);

    public static Formula Tanh(Formula operand) => new Unary(UnaryOperator.Tanh, operand);

    public static Formula Sigmoid(Formula operand) => new Unary(UnaryOperator.Sigmoid, operand);

    public static Formula Sqrt(Formula operand) => new Unary(UnaryOperator.Sqrt, operand);

    public static Formula Abs(Formula operand) => new Unary(UnaryOperator.Abs, operand);

    /// <summary>exp(x) - 1 without the cancellation near zero.</summary>
    public static Formula Expm1(Formula operand) => new Unary(UnaryOperator.Expm1, operand);

    /// <summary>log(1 + x) without the rounding of 1 + x near zero.</summary>
    public static Formula Log1p(Formula operand) => new Unary(UnaryOperator.Log1p, operand);

    public static Formula Select(
        Comparison comparison, Formula left, Formula right, Formula whenTrue, Formula whenFalse) =>
        new Select(comparison, left, right, whenTrue, whenFalse);
}
