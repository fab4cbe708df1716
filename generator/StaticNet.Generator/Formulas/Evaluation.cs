using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Formulas;

/// <summary>A formula's value in double precision: constant folding, and the reference that emitted code is held to.</summary>
internal static class Evaluation
{
    /// <summary>Plainly recursive. Only the branch that a select takes is evaluated.</summary>
    public static double Evaluate(this Formula formula, IReadOnlyList<double> inputs) => formula switch
    {
        Input input => inputs[input.Index],
        Constant constant => constant.Value,
        Unary unary => unary.Operator.Row().Evaluate(unary.Operand.Evaluate(inputs)),
        Binary binary => binary.Operator.Apply(binary.Left.Evaluate(inputs), binary.Right.Evaluate(inputs)),
        Select select => select.Comparison.Holds(select.Left.Evaluate(inputs), select.Right.Evaluate(inputs))
            ? select.WhenTrue.Evaluate(inputs)
            : select.WhenFalse.Evaluate(inputs),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    public static double Apply(this BinaryOperator binary, double left, double right) => binary switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Maximum => Math.Max(left, right),
        BinaryOperator.Minimum => Math.Min(left, right),
        _ => throw new ArgumentOutOfRangeException(nameof(binary)),
    };

    public static bool Holds(this Comparison comparison, double left, double right) => comparison switch
    {
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        Comparison.GreaterOrEqual => left >= right,
        Comparison.Equal => left == right,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}
