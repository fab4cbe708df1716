using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Declaration;

/// <summary>
/// Reads an attribute argument inside a block from its syntax, because its constant value has the parameters' defaults
/// in it already.
/// </summary>
internal sealed class IntegerExpressionReader(ReadingContext context, BlockScope scope)
{
    // Records of expressions are compared and evaluated recursively; nobody writes a deeper one by hand.
    public const int DeepestExpression = 64;

    /// <summary>Reads an expression; null where it depends on a parameter in a way that cannot be followed.</summary>
    public IntegerExpression? Read(ExpressionSyntax expression, int depth = 0)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (!DependsOnParameter(expression))
            return ConstantOf(expression);
        if (depth == DeepestExpression)
            return null;

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Read(parenthesized.Expression, depth + 1);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryPlusExpression } plus:
                return Read(plus.Operand, depth + 1);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return Join('-', new IntegerExpression.Constant(0), Read(minus.Operand, depth + 1));
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Join('-', new IntegerExpression.Constant(1), Read(not.Operand, depth + 1));
            case BinaryExpressionSyntax binary when OperatorOf(binary) is { } operation:
                return Join(operation, Read(binary.Left, depth + 1), Read(binary.Right, depth + 1));
        }

        var symbol = SymbolOf(expression);
        if (scope.IndexOf(symbol) is >= 0 and var parameter)
            return new IntegerExpression.Parameter(parameter);
        return InitializerOf(symbol) is { } initializer ? Read(initializer, depth + 1) : null;
    }

    /// <summary>
    /// Whether the expression's value changes with a parameter of the block, be it by way of other constants
    /// (<c>const int Wide = Channels * 4</c>).
    /// </summary>
    public bool DependsOnParameter(ExpressionSyntax expression) => DependsOnParameter(expression, null);

    private bool DependsOnParameter(ExpressionSyntax expression, HashSet<ISymbol>? seen)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var name in expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            var symbol = SymbolOf(name);
            if (scope.IndexOf(symbol) >= 0)
                return true;

            // Constants defined by each other are the C# compiler's to report, and ours to survive.
            if (InitializerOf(symbol) is { } initializer
                && (seen ??= new HashSet<ISymbol>(SymbolEqualityComparer.Default)).Add(symbol!)
                && DependsOnParameter(initializer, seen))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a name or an access stands for.</summary>
    public ISymbol? SymbolOf(ExpressionSyntax expression) =>
        context.ModelOf(expression).GetSymbolInfo(expression, context.Cancellation).Symbol;

    /// <summary>What a constant of this compilation is defined as; null for anything else.</summary>
    public ExpressionSyntax? InitializerOf(ISymbol? symbol) =>
        symbol is IFieldSymbol { IsConst: true } field && context.IsOwn(field) && field.DeclaringSyntaxReferences.Length > 0
            ? (field.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;

    private IntegerExpression? ConstantOf(ExpressionSyntax expression) =>
        context.ModelOf(expression).GetConstantValue(expression, context.Cancellation).Value switch
        {
            int value => new IntegerExpression.Constant(value),
            short value => new IntegerExpression.Constant(value),
            ushort value => new IntegerExpression.Constant(value),
            byte value => new IntegerExpression.Constant(value),
            sbyte value => new IntegerExpression.Constant(value),
            char value => new IntegerExpression.Constant(value),
            bool value => new IntegerExpression.Constant(value ? 1 : 0),
            _ => null,
        };

    /// <summary>The operator of arithmetic that a node is; null for any other.</summary>
    public static char? OperatorOf(BinaryExpressionSyntax binary) => binary.Kind() switch
    {
        SyntaxKind.AddExpression => '+',
        SyntaxKind.SubtractExpression => '-',
        SyntaxKind.MultiplyExpression => '*',
        SyntaxKind.DivideExpression => '/',
        SyntaxKind.ModuloExpression => '%',
        _ => null,
    };

    private static IntegerExpression? Join(char operation, IntegerExpression? left, IntegerExpression? right) =>
        left is null || right is null ? null : new IntegerExpression.Binary(operation, left, right);
}
