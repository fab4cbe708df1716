using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Formulas and masks, element by element.</summary>
internal static class Elementwise
{
    /// <summary>A formula of operands that are broadcast to the result.</summary>
    public static void Map(Formula formula, IReadOnlyList<Tensor> operands, Tensor result)
    {
        var elements = operands.Select(operand => Indexing.BroadcastElements(operand.Shape, result.Shape)).ToArray();
        var arguments = new double[operands.Count];
        for (var n = 0; n < result.Samples; n++)
        {
            for (var element = 0; element < result.Length; element++)
            {
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = operands[i][n, elements[i][element]];
                result[n, element] = formula.Evaluate(arguments);
            }
        }
    }

    /// <summary>What a contraction does with its sums: the formula of the sum and of the operands after the two factors.</summary>
    public static void ApplyEpilogue(Formula? epilogue, IReadOnlyList<Tensor> operands, Tensor result)
    {
        if (epilogue is null)
            return;
        var sums = new Tensor(result.Type, result.Count, [.. result.Values]);
        Map(epilogue, [sums, .. operands.Skip(2)], result);
    }

    public static void Dropout(Dropout dropout, Tensor x, Tensor result, Bindings bindings)
    {
        var factors = bindings.Masks.Factors(dropout, result.Shape, result.Samples);
        for (var i = 0; i < factors.Length; i++)
            result.Values[i] = x.Values[i] * factors[i];
    }
}
