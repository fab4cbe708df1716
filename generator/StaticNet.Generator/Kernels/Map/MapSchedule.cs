using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Support;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Map;

/// <summary>
/// Elementwise formulas. Where every operand has the result's elements in the same order, one flat loop runs over the whole
/// batch (and over the padding behind it, which every batched value has); otherwise loops over the axes, with stride 0 where
/// an operand is repeated.
/// </summary>
internal static class MapSchedule
{
    public static Kernel Create(KernelSignature signature, Formula formula)
    {
        var names = Enumerable.Range(0, signature.Inputs.Count).Select(i => "x" + i).ToArray();
        var parameters = names.Select(name => new KernelParameter(name, KernelParameterKind.Source))
            .Concat(new[] { new KernelParameter("y", KernelParameterKind.Target) });
        var isFlat = IsFlat(signature);
        return new Kernel(
            "Map",
            EquatableArray<string>.Of(
                "y = " + formula.ToText(names),
                isFlat ? "element by element, the whole batch in one loop." : "element by element; narrower operands are repeated."),
            parameters.ToEquatableArray(),
            target => isFlat ? WriteFlat(signature, formula, target)
                : signature.Result.Layout.InBlocks ? WriteBlocks(signature, formula, target) : WriteStrided(signature, formula, target));
    }

    /// <summary>Whether elements of all operands that are not scalars correspond by position.</summary>
    public static bool IsFlat(KernelSignature signature) => signature.Inputs.All(input =>
        IsScalar(input) || (input.Type.Batched == signature.Result.Type.Batched && input.Length == signature.Result.Length));

    private static bool IsScalar(Operand operand) => !operand.Type.Batched && operand.Length == 1;

    private static Body WriteFlat(KernelSignature signature, Formula formula, SimdTarget target)
    {
        var body = new Body();
        var lowering = new FormulaLowering(formula);
        if (signature.Result.Type.Batched)
        {
            DeclareScalars(body, target.Width);
            if (signature.Result.Layout.InBlocks)
            {
                body.Add(new Statement.DeclareIndexQuotient("blocks", IndexExpression.Variable("count") + (Layout.BlockSamples - 1), Layout.BlockSamples));
                body.Index("total", IndexExpression.Variable("blocks") * (Layout.BlockSamples * signature.Result.Length));
            }
            else
            {
                body.Index("total", IndexExpression.Variable("count") * signature.Result.Length);
            }

            if (!signature.EndsExactly || target.Width == 1)
            {
                body.Loop("i", 0, IndexExpression.Variable("total") + (target.Width - 1), target.Width,
                    inner => Write(inner, "i", target.Width, target.Width, "t"));
                return body;
            }

            body.Index("i", 0);
            body.ContinueLoop("i", "total", target.Width, inner => Write(inner, "i", target.Width, target.Width, "t"));
            body.ContinueLoop("i", "total", 1, inner => Write(inner, "i", 1, 1, "t"));
            return body;
        }

        // Parameters lie side by side without padding: no more is stored than there is.
        var vectors = 0;
        foreach (var group in ColumnPlan.Create(signature.Result.Length, target, 4, ColumnTail.Partial))
        {
            group.Loop(body, "i", (inner, i) =>
            {
                foreach (var vector in group.Vectors)
                    Write(inner, i + vector.Offset, vector.Lanes, vector.Count, "v" + vectors++);
            });
        }

        return body;

        void DeclareScalars(Body scope, int lanes)
        {
            for (var i = 0; i < signature.Inputs.Count; i++)
            {
                if (IsScalar(signature.Inputs[i]))
                    scope.Declare("s" + i, Expression.LoadSplat("x" + i, 0, lanes));
            }
        }

        void Write(Body scope, IndexExpression at, int lanes, int count, string prefix)
        {
            var value = lowering.Lower(scope, Operand, lanes, prefix);
            scope.Store("y", at, value, count);

            Expression Operand(int i)
            {
                if (!IsScalar(signature.Inputs[i]))
                    return new Expression.Load("x" + i, at, lanes);
                return signature.Result.Type.Batched && lanes == target.Width
                    ? new Expression.Local("s" + i, lanes)
                    : Expression.LoadSplat("x" + i, 0, lanes);
            }
        }
    }

    /// <summary>Blocks of samples, element by element: vectors hold samples, among whom operands without a batch are repeated.</summary>
    private static Body WriteBlocks(KernelSignature signature, Formula formula, SimdTarget target)
    {
        const int block = Layout.BlockSamples;
        var length = signature.Result.Length;
        var lowering = new FormulaLowering(formula);
        var body = new Body();
        body.Loop("n", 0, IndexExpression.Variable("count") + (block - 1), block, (inBlock, n) => inBlock.Loop("i", 0, length, 1, (inElement, i) =>
            inElement.Loop("lane", 0, block, target.Width, (inner, lane) =>
            {
                var at = (n * length) + (i * block) + lane;
                inner.Store("y", at, lowering.Lower(inner, Operand, target.Width, "v"));

                Expression Operand(int o) => signature.Inputs[o].Type.Batched
                    ? new Expression.Load("x" + o, at, target.Width)
                    : Expression.LoadSplat("x" + o, signature.Inputs[o].Length == 1 ? 0 : i, target.Width);
            })));
        return body;
    }

    private static Body WriteStrided(KernelSignature signature, Formula formula, SimdTarget target)
    {
        var axes = StridedAxes(signature);
        var lowering = new FormulaLowering(formula);
        var body = new Body();
        WriteAxis(body, 0, signature.Inputs.Select(_ => (IndexExpression)0).ToArray(), 0);
        return body;

        void WriteAxis(Body scope, int depth, IndexExpression[] operands, IndexExpression result)
        {
            var axis = axes[depth];
            if (depth < axes.Count - 1)
            {
                scope.Loop("i" + depth, 0, axis.Size ?? IndexExpression.Variable("count"), 1, (inner, i) => WriteAxis(
                    inner, depth + 1, operands.Select((operand, o) => operand + (i * axis.OperandStrides[o])).ToArray(), result + (i * axis.ResultStride)));
                return;
            }

            var vectors = 0;
            foreach (var group in ColumnPlan.Create(axis.Size!.Constant, target, 4, ColumnTail.Overlap))
            {
                group.Loop(scope, "i" + depth, (inner, i) =>
                {
                    foreach (var vector in group.Vectors)
                    {
                        var at = i + vector.Offset;
                        var value = lowering.Lower(inner, Operand, vector.Lanes, "v" + vectors++);
                        inner.Store("y", result + at, value, vector.Count);

                        Expression Operand(int o) => axis.OperandStrides[o] == 0
                            ? Expression.LoadSplat("x" + o, operands[o], vector.Lanes)
                            : new Expression.Load("x" + o, operands[o] + at, vector.Lanes);
                    }
                });
            }
        }
    }

    /// <summary>One axis of the loops, outermost first. A null size is the batch.</summary>
    private sealed record Axis(IndexExpression? Size, int[] OperandStrides, int ResultStride);

    /// <summary>The axes in memory order, adjacent ones merged where every operand goes through them in one stride.</summary>
    private static IReadOnlyList<Axis> StridedAxes(KernelSignature signature)
    {
        var shape = signature.Result.Shape;
        var layout = signature.Result.Layout.Describes(shape) ? signature.Result.Layout.For(shape) : signature.Result.Layout;
        var resultStrides = layout.Strides();
        var operandStrides = signature.Inputs.Select(input => OperandStrides(input, layout, resultStrides)).ToArray();
        var axes = new List<Axis>();
        if (signature.Result.Type.Batched)
        {
            axes.Add(new Axis(null, signature.Inputs.Select(input => input.Type.Batched ? input.Length : 0).ToArray(), shape.Length));
        }

        foreach (var axis in layout.Order)
        {
            var size = layout.Grid[axis];
            if (size == 1)
                continue;
            var next = new Axis(size, operandStrides.Select(strides => strides[axis]).ToArray(), resultStrides[axis]);
            if (axes.Count > 0 && axes[axes.Count - 1] is { Size: { } outer } last
                && last.OperandStrides.Select((stride, o) => stride == next.OperandStrides[o] * size).All(merges => merges))
            {
                axes[axes.Count - 1] = next with { Size = outer.Constant * size };
            }
            else
            {
                axes.Add(next);
            }
        }

        // The innermost axis is a loop over vectors, even where it has one element.
        if (axes.Count == 0 || axes[axes.Count - 1].Size is null)
            axes.Add(new Axis(1, signature.Inputs.Select(_ => 0).ToArray(), 1));
        return axes;
    }

    private static int[] OperandStrides(Operand operand, Layout result, int[] resultStrides)
    {
        if (operand.Length == result.Grid.Length)
            return resultStrides;
        var own = new Layout(Padded(operand.Shape, result.Grid.Rank), result.Order);
        return own.Strides().Select((stride, axis) => own.Grid[axis] == 1 ? 0 : stride).ToArray();
    }

    /// <summary>The shape with leading axes of length 1, as broadcasting aligns it.</summary>
    private static Shape Padded(Shape shape, int rank) =>
        Shape.Of(Enumerable.Repeat(1, rank - shape.Rank).Concat(shape.Dimensions).ToArray());
}
