using StaticNet.Generator.Kernels.Rows;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Sums and maxima along axes, and what is defined by them.</summary>
internal static class Reductions
{
    public static void Reduce(Reduce reduce, Tensor x, Tensor result)
    {
        var isMaximum = reduce.Kind == ReduceKind.Maximum;
        if (isMaximum)
            Array.Fill(result.Values, double.NegativeInfinity);
        var targets = Indexing.BroadcastElements(result.Shape, x.Shape);
        for (var n = 0; n < x.Samples; n++)
        {
            for (var element = 0; element < x.Length; element++)
            {
                var current = result[n, targets[element]];
                result[n, targets[element]] = isMaximum ? Math.Max(current, x[n, element]) : current + x[n, element];
            }
        }
    }

    /// <summary>Maps and reductions of rows, one after another.</summary>
    public static void Rows(RowProgram rows, IReadOnlyList<Tensor> operands, Tensor result)
    {
        var narrow = rows.Rows with { Shape = rows.Rows.Shape.Reduce([.. rows.Axes]) };
        var samples = operands.Max(operand => operand.Count);
        var values = operands.Concat(Enumerable.Range(0, rows.Reductions.Count + 1).Select(_ => new Tensor(narrow, samples))).ToArray();
        for (var i = 0; i < rows.Reductions.Count; i++)
        {
            if (i == rows.FirstOfKept)
                Elementwise.Map(rows.Kept!, values, values[rows.KeptInput] = new Tensor(rows.Rows, samples));
            var terms = new Tensor(rows.Rows, samples);
            Elementwise.Map(rows.Reductions[i].Term, values, terms);
            Reduce(new Reduce(rows.Reductions[i].Kind, rows.Axes, false), terms, values[operands.Count + i]);
        }

        Elementwise.Map(rows.Result, values, result);
    }

    /// <summary>The logarithm of softmax.</summary>
    public static void LogSoftmax(int axis, Tensor x, Tensor result)
    {
        var normalizer = new Tensor(x.Type with { Shape = x.Shape.Reduce([axis]) }, x.Count);
        LogSumExp(axis, x, normalizer);
        Elementwise.Map(new Input(0) - new Input(1), [x, normalizer], result);
    }

    /// <summary>exp(x) / sum of exp(x) along an axis.</summary>
    public static void Softmax(int axis, Tensor x, Tensor result)
    {
        var normalizer = new Tensor(x.Type with { Shape = x.Shape.Reduce([axis]) }, x.Count);
        LogSumExp(axis, x, normalizer);
        var sources = Indexing.BroadcastElements(normalizer.Shape, x.Shape);
        for (var n = 0; n < x.Samples; n++)
        {
            for (var element = 0; element < x.Length; element++)
                result[n, element] = Math.Exp(x[n, element] - normalizer[n, sources[element]]);
        }
    }

    /// <summary>log(sum of exp(x)) along an axis; the largest x is taken out, so that nothing overflows.</summary>
    public static void LogSumExp(int axis, Tensor x, Tensor result)
    {
        Reduce(new Reduce(ReduceKind.Maximum, EquatableArray<int>.Of(axis), false), x, result);
        var maxima = (double[])result.Values.Clone();
        var targets = Indexing.BroadcastElements(result.Shape, x.Shape);
        Array.Clear(result.Values);
        for (var n = 0; n < x.Samples; n++)
        {
            for (var element = 0; element < x.Length; element++)
                result[n, targets[element]] += Math.Exp(x[n, element] - maxima[(n * result.Length) + targets[element]]);
        }

        for (var i = 0; i < maxima.Length; i++)
            result.Values[i] = maxima[i] + Math.Log(result.Values[i]);
    }
}
