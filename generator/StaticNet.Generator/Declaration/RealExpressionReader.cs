using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticNet.Generator.Declaration;

/// <summary>Reads a floating-point argument inside a block from its syntax, as <see cref="IntegerExpressionReader"/> reads integers.</summary>
internal sealed class RealExpressionReader(ReadingContext context, BlockScope scope, IntegerExpressionReader integers)
{
    /// <summary>Reads an expression; null where it depends on a parameter in a way that cannot be followed.</summary>
    public RealExpression? Read(ExpressionSyntax expression, int depth = 0)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (!integers.DependsOnParameter(expression))
            return ConstantOf(expression);
        if (depth == IntegerExpressionReader.DeepestExpression)
            return null;

        // Integers are computed as C# does it: N / 2 * 0.5 divides without a rest first.
        if (context.ModelOf(expression).GetTypeInfo(expression, context.Cancellation).Type?.SpecialType != SpecialType.System_Double)
            return integers.Read(expression) is { } integer ? new RealExpression.FromInteger(integer) : null;

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Read(parenthesized.Expression, depth + 1);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryPlusExpression } plus:
                return Read(plus.Operand, depth + 1);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return Join('-', new RealExpression.Constant(-0.0), Read(minus.Operand, depth + 1));
            case BinaryExpressionSyntax binary when IntegerExpressionReader.OperatorOf(binary) is { } operation and not '%':
                return Join(operation, Read(binary.Left, depth + 1), Read(binary.Right, depth + 1));
        }

        var symbol = integers.SymbolOf(expression);
        if (scope.IndexOf(symbol) is >= 0 and var parameter)
            return new RealExpression.Parameter(parameter);
        return integers.InitializerOf(symbol) is { } initializer ? Read(initializer, depth + 1) : null;
    }

    private RealExpression? ConstantOf(ExpressionSyntax expression) =>
        context.ModelOf(expression).GetConstantValue(expression, context.Cancellation).Value switch
        {
            double value => new RealExpression.Constant(value),
            float value => new RealExpression.Constant(value),
            int value => new RealExpression.Constant(value),
            _ => null,
        };

    private static RealExpression? Join(char operation, RealExpression? left, RealExpression? right) =>
        left is null || right is null ? null : new RealExpression.Binary(operation, left, right);
}
