using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Kernel expressions as C# for one tier: <c>Vector512</c> and its like where there are lanes, plain floats where not.</summary>
internal sealed class ExpressionText
{
    private readonly Tier tier;
    private readonly bool hasEstimate;

    /// <param name="tier">The tier whose instructions may be used.</param>
    /// <param name="hasEstimate">Whether the target framework has <c>Vector128.MultiplyAddEstimate</c>.</param>
    public ExpressionText(Tier tier, bool hasEstimate)
    {
        this.tier = tier;
        this.hasEstimate = hasEstimate;
    }

    public static string TypeOf(int lanes) => lanes == 1 ? "float" : $"Vector{32 * lanes}<float>";

    /// <summary>An element of a buffer as a reference.</summary>
    public static string Element(string reference, IndexExpression offset) =>
        offset.IsConstant && offset.Constant == 0 ? reference : $"Unsafe.Add(ref {reference}, {offset})";

    public string Write(Expression expression) => Write(expression, 0);

    /// <summary>In parentheses where a member access could not follow otherwise.</summary>
    public string WritePrimary(Expression expression) => Write(expression, 3);

    /// <param name="expression">What to write.</param>
    /// <param name="precedence">0: anything; 1: operand of + and -; 2: operand of * and /; 3: must be primary.</param>
    private string Write(Expression expression, int precedence)
    {
        var lanes = expression.Lanes;
        var vector = "Vector" + (32 * lanes);
        switch (expression)
        {
            case Expression.Literal literal:
                if (lanes == 1)
                    return Literals.Float(literal.Value);
                return literal.Value == 0 ? $"Vector{32 * lanes}<float>.Zero" : $"{vector}.Create({Literals.Float(literal.Value)})";
            case Expression.Local local:
                return local.Name;
            case Expression.Load load:
                return lanes == 1 ? Element(load.Reference, load.Offset) : $"{vector}.LoadUnsafe(ref {Element(load.Reference, load.Offset)})";
            case Expression.Splat splat:
                return $"{vector}.Create({Write(splat.Scalar)})";
            case Expression.Arithmetic arithmetic:
                return WriteArithmetic(arithmetic, precedence);
            case Expression.MultiplyAdd multiplyAdd:
                return WriteMultiplyAdd(multiplyAdd, precedence);
            case Expression.Extremum extremum:
                return WriteExtremum(extremum);
            case Expression.Choose choose:
                return WriteChoose(choose, precedence);
            case Expression.Call call:
                return WriteCall(call, precedence);
            case Expression.Across across:
                return across.Operand.Lanes == 1 ? Write(across.Operand, precedence)
                    : across.Maximum ? $"global::StaticNet.Runtime.Horizontal.Maximum({Write(across.Operand)})" : $"global::StaticNet.Runtime.Horizontal.Sum({Write(across.Operand)})";
            case Expression.Permute permute:
                return $"{vector}.Shuffle({Write(permute.Operand)}, {vector}.Create({string.Join(", ", permute.Order.Select(lane => Literals.Integer(lane)))}))";
            case Expression.Half half:
                return $"{Write(half.Operand, 3)}.Get{(half.Upper ? "Upper" : "Lower")}()";
            case Expression.DropoutFactor dropout:
                return $"global::StaticNet.Runtime.CounterRandom.DropoutScale{(lanes == 1 ? "" : Literals.Integer(32 * lanes))}({dropout.Key}, (uint)({dropout.Offset}), {dropout.Threshold}u, {Literals.Float(dropout.Scale)})";
            case Expression.FromInteger integer:
                return $"(float)({integer.Value})";
            default:
                throw new InvalidOperationException("unknown expression " + expression.GetType().Name);
        }
    }

    private string WriteArithmetic(Expression.Arithmetic arithmetic, int precedence)
    {
        var own = arithmetic.Operator is '+' or '-' ? 1 : 2;
        var text = $"{Write(arithmetic.Left, own)} {arithmetic.Operator} {Write(arithmetic.Right, own + 1)}";
        return precedence > own ? "(" + text + ")" : text;
    }

    /// <summary>One rounding where the tier has the instruction; 128-bit code runs on machines without it, too.</summary>
    private string WriteMultiplyAdd(Expression.MultiplyAdd e, int precedence)
    {
        var operands = $"({Write(e.Left)}, {Write(e.Right)}, {Write(e.Addend)})";
        switch (tier, e.Lanes)
        {
            case (Tier.Vector512, 16):
                return "Avx512F.FusedMultiplyAdd" + operands;
            case (Tier.Vector512 or Tier.Vector256, > 1):
                return "Fma.MultiplyAdd" + operands;
            case (Tier.Vector512 or Tier.Vector256, 1):
                return "MathF.FusedMultiplyAdd" + operands;
            case (Tier.Vector128, 4) when hasEstimate:
                return "Vector128.MultiplyAddEstimate" + operands;
            default:
                var text = $"{Write(e.Left, 2)} * {Write(e.Right, 3)} + {Write(e.Addend, 1)}";
                return precedence > 1 ? "(" + text + ")" : text;
        }
    }

    /// <summary>
    /// NaN propagates. The x86 instructions return their second operand if either is NaN, which is right by itself where
    /// the first is a constant.
    /// </summary>
    private string WriteExtremum(Expression.Extremum e)
    {
        var name = e.Maximum ? "Max" : "Min";
        var (left, right) = e.Right is Expression.Literal or Expression.Splat { Scalar: Expression.Literal } ? (e.Right, e.Left) : (e.Left, e.Right);
        var isConstant = left is Expression.Literal;
        if (e.Lanes == 1)
            return $"MathF.{name}({Write(left)}, {Write(right)})";
        if (isConstant && tier is Tier.Vector512 or Tier.Vector256)
            return $"{(e.Lanes == 16 ? "Avx512F" : e.Lanes == 8 ? "Avx" : "Sse")}.{name}({Write(left)}, {Write(right)})";
        return $"Vector{32 * e.Lanes}.{name}({Write(left)}, {Write(right)})";
    }

    private string WriteChoose(Expression.Choose e, int precedence)
    {
        if (e.Lanes == 1)
        {
            var text = $"{Write(e.Left, 1)} {e.Comparison} {Write(e.Right, 1)} ? {Write(e.WhenTrue, 1)} : {Write(e.WhenFalse, 1)}";
            return precedence > 0 ? "(" + text + ")" : text;
        }

        var vector = "Vector" + (32 * e.Lanes);
        var comparison = e.Comparison switch
        {
            "<" => "LessThan",
            "<=" => "LessThanOrEqual",
            ">" => "GreaterThan",
            ">=" => "GreaterThanOrEqual",
            _ => "Equals",
        };
        return $"{vector}.ConditionalSelect({vector}.{comparison}({Write(e.Left)}, {Write(e.Right)}), {Write(e.WhenTrue)}, {Write(e.WhenFalse)})";
    }

    private string WriteCall(Expression.Call e, int precedence)
    {
        var operand = Write(e.Operand, e.Function == "Negate" ? 3 : 0);
        return e.Function switch
        {
            "Negate" => precedence > 1 ? "(-" + operand + ")" : "-" + operand,
            "Abs" or "Sqrt" => e.Lanes == 1 ? $"MathF.{e.Function}({operand})" : $"Vector{32 * e.Lanes}.{e.Function}({operand})",
            _ => $"global::StaticNet.Runtime.VectorMath.{e.Function}({operand})",
        };
    }
}
