using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ir;

/// <summary>A floating-point value of 1, 4, 8 or 16 lanes.</summary>
internal abstract record Expression(int Lanes)
{
    /// <summary>The same constant in every lane.</summary>
    public sealed record Literal(float Value, int Width) : Expression(Width);

    /// <summary>A local variable.</summary>
    public sealed record Local(string Name, int Width) : Expression(Width);

    /// <summary><c>Width</c> adjacent elements.</summary>
    public sealed record Load(string Reference, IndexExpression Offset, int Width) : Expression(Width);

    /// <summary>One value in every lane.</summary>
    public sealed record Splat(Expression Scalar, int Width) : Expression(Width);

    /// <summary>One of <c>+ - * /</c>.</summary>
    public sealed record Arithmetic(char Operator, Expression Left, Expression Right) : Expression(Left.Lanes);

    /// <summary><c>Left * Right + Addend</c>, fused where the tier can.</summary>
    public sealed record MultiplyAdd(Expression Left, Expression Right, Expression Addend) : Expression(Left.Lanes);

    /// <summary>The larger (or smaller); NaN if either is.</summary>
    public sealed record Extremum(bool Maximum, Expression Left, Expression Right) : Expression(Left.Lanes);

    /// <summary>Lane by lane: <c>Left op Right ? WhenTrue : WhenFalse</c>; op is one of <c>&lt; &lt;= &gt; &gt;= ==</c>.</summary>
    public sealed record Choose(string Comparison, Expression Left, Expression Right, Expression WhenTrue, Expression WhenFalse)
        : Expression(Left.Lanes);

    /// <summary>A function that exists for every width: <c>Exp</c>, <c>Sqrt</c>, <c>Abs</c>, <c>Negate</c> ...</summary>
    public sealed record Call(string Function, Expression Operand) : Expression(Operand.Lanes);

    /// <summary>The sum, or the maximum, of the lanes.</summary>
    public sealed record Across(bool Maximum, Expression Operand) : Expression(1);

    /// <summary>Lanes in another order, some of them more than once; 0 where the order names <see cref="NoLane"/>.</summary>
    public sealed record Permute(Expression Operand, EquatableArray<int> Order) : Expression(Operand.Lanes)
    {
        /// <summary>More than any vector has.</summary>
        public const int NoLane = 16;
    }

    /// <summary>The lower or the upper half of the lanes.</summary>
    public sealed record Half(bool Upper, Expression Operand) : Expression(Operand.Lanes / 2);

    /// <summary>The factors of inverted dropout for elements <c>Offset ...</c>: 0 or <c>Scale</c>.</summary>
    public sealed record DropoutFactor(string Key, IndexExpression Offset, uint Threshold, float Scale, int Width) : Expression(Width);

    /// <summary>An integer local as a scalar.</summary>
    public sealed record FromInteger(IndexExpression Value) : Expression(1);

    public static Expression operator +(Expression left, Expression right) => new Arithmetic('+', left, right);

    public static Expression operator -(Expression left, Expression right) => new Arithmetic('-', left, right);

    public static Expression operator *(Expression left, Expression right) => new Arithmetic('*', left, right);

    public static Expression operator /(Expression left, Expression right) => new Arithmetic('/', left, right);

    /// <summary>A load of one element into every lane.</summary>
    public static Expression LoadSplat(string reference, IndexExpression offset, int lanes)
    {
        Expression scalar = new Load(reference, offset, 1);
        return lanes == 1 ? scalar : new Splat(scalar, lanes);
    }
}
