using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// What a contraction does with a finished sum before it is stored: bias, activation, residual, or the derivative of the
/// activation before, as one formula.
/// </summary>
internal sealed class Epilogue
{
    private readonly KernelSignature signature;
    private readonly Formula formula;
    private readonly FormulaLowering lowering;
    private readonly bool inPlanes;
    private int stores;

    /// <param name="signature">What the contraction reads and writes.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="inPlanes">Whether lanes run over pixels of one channel rather than over channels.</param>
    public Epilogue(KernelSignature signature, Formula formula, bool inPlanes = false)
    {
        this.inPlanes = inPlanes;
        this.signature = signature;
        this.formula = formula;
        lowering = new FormulaLowering(formula);
    }

    /// <summary>The kernel parameters of the formula's operands.</summary>
    public IEnumerable<KernelParameter> Parameters =>
        Enumerable.Range(2, signature.Inputs.Count - 2).Select(i => new KernelParameter(Name(i), KernelParameterKind.Source));

    /// <summary>Text for comments, such as <c>max(sum + bias, 0)</c>.</summary>
    public string Text => formula.ToText(new[] { "sum" }.Concat(Enumerable.Range(2, signature.Inputs.Count - 2).Select(Name)).ToArray());

    public bool IsTrivial => formula is Input;

    /// <summary>Whether an operand has an element for every result, which may lie where that is going to be stored.</summary>
    public bool ReadsElements => signature.Inputs.Skip(2).Any(operand => operand.Type.Batched);

    /// <summary>Operations for every sum.</summary>
    public int Operations => formula.OperationCount;

    /// <summary>Stores a finished sum.</summary>
    /// <param name="body">The loop that stores.</param>
    /// <param name="sum">The sum of <c>sum.Lanes</c> adjacent channels.</param>
    /// <param name="reference">The reference to store through, and where.</param>
    /// <param name="offset">The element, relative to it.</param>
    /// <param name="element">The element's number in the whole result, for operands of its type.</param>
    /// <param name="channel">The first channel, for operands of one element a channel.</param>
    /// <param name="count">How many lanes are stored.</param>
    public void Store(
        Body body, Expression sum, string reference, IndexExpression offset, IndexExpression element, IndexExpression channel, int count)
    {
        body.Store(reference, offset, Value(body, sum, element, channel), count);
    }

    /// <summary>What a finished sum becomes.</summary>
    /// <param name="body">Where temporaries are declared.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="element">The element's number in the whole result.</param>
    /// <param name="channel">The first channel.</param>
    public Expression Value(Body body, Expression sum, IndexExpression element, IndexExpression channel)
    {
        return lowering.Lower(body, Operand, sum.Lanes, "e" + stores++);

        Expression Operand(int index)
        {
            if (index == 0)
                return sum;
            var operand = signature.Inputs[index + 1];
            if (operand.Type.Batched)
                return new Expression.Load(Name(index + 1), element, sum.Lanes);
            return operand.Length == 1 || inPlanes
                ? Expression.LoadSplat(Name(index + 1), operand.Length == 1 ? 0 : channel, sum.Lanes)
                : new Expression.Load(Name(index + 1), channel, sum.Lanes);
        }
    }

    /// <summary>The largest of two by two results; NaN if one is.</summary>
    public static Expression Largest(IReadOnlyList<Expression> values) => new Expression.Extremum(true,
        new Expression.Extremum(true, values[0], values[1]), new Expression.Extremum(true, values[2], values[3]));

    private string Name(int input)
    {
        var operand = signature.Inputs[input];
        var isBias = !operand.Type.Batched && operand.Length > 1
            && Enumerable.Range(2, signature.Inputs.Count - 2).Count(i => !signature.Inputs[i].Type.Batched) == 1;
        return isBias ? "bias" : "operand" + (input - 1);
    }
}
