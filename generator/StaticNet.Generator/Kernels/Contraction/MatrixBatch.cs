using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Products of matrices of values, one for every sample and every place along the axes before the last two. Matrices may be parts of
/// larger values: their rows need not follow each other. Where columns of the left one lie side by side, it is a sum of outer products.
/// </summary>
internal sealed class MatrixBatch
{
    private readonly KernelSignature signature;
    private readonly Formula formula;
    private readonly Matrix left;
    private readonly Matrix right;
    private readonly int rows;
    private readonly int depth;
    private readonly int columns;

    private MatrixBatch(KernelSignature signature, Formula formula)
    {
        this.signature = signature;
        this.formula = formula;
        var rank = signature.Result.Shape.Rank;
        (rows, columns) = (signature.Result.Shape[rank - 2], signature.Result.Shape.Last);
        depth = signature.Inputs[0].Shape.Last;
        left = new Matrix(signature.Inputs[0], rank);
        right = new Matrix(signature.Inputs[1], rank);
    }

    public static Kernel Create(KernelSignature signature, Formula formula) => new MatrixBatch(signature, formula).Create();

    /// <summary>Where the matrices of an operand lie.</summary>
    private sealed class Matrix
    {
        private readonly int[] strides;

        public Matrix(Operand operand, int rank)
        {
            var layout = operand.Layout.For(operand.Shape);
            var own = layout.Strides();
            strides = Enumerable.Range(0, rank).Select(axis => axis - (rank - own.Length) is var at && at >= 0 && operand.Shape[at] != 1 ? own[at] : 0).ToArray();
            SampleStride = operand.Type.Batched ? operand.Length : 0;
            var (row, column) = (own[own.Length - 2], own[own.Length - 1]);
            IsByColumn = column != 1 && operand.Shape.Last != 1 && row == 1;
            Apart = IsByColumn ? column : operand.Shape[own.Length - 2] == 1 ? operand.Shape.Last : row;
        }

        /// <summary>Whether its columns lie side by side rather than its rows.</summary>
        public bool IsByColumn { get; }

        /// <summary>From one row, or column, to the next.</summary>
        public int Apart { get; }

        public int SampleStride { get; }

        public int Stride(int axis) => strides[axis];
    }

    private bool IsOuterProducts => left.IsByColumn;

    private WeightColumns Right => new(columns, depth, false) { Apart = right.Apart };

    private Kernel Create()
    {
        var epilogue = new Epilogue(signature, formula);
        var parameters = new[] { new KernelParameter("a", KernelParameterKind.Source), new("b", KernelParameterKind.Source) }
            .Concat(epilogue.Parameters).Append(new("y", KernelParameterKind.Target));
        var sum = $"sum over k < {depth} of a[m, k] * b[k, n]";
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"y[m, n] = {sum}" : $"y[m, n] = {epilogue.Text}, sum = {sum}",
                $"for rows m < {rows} and columns n < {columns} of each matrix, {signature.Result.Length / (rows * columns)} a sample."
                    + (IsOuterProducts ? " Columns of a lie side by side." : "")),
            parameters.ToEquatableArray(),
            Write)
        {
            Strategy = target => IsOuterProducts ? "" : MatrixProduct.DescribeMatrix(target, new Epilogue(signature, formula), Right, rows),
        };
    }

    private Body Write(SimdTarget target)
    {
        var body = new Body();
        if (signature.Result.Type.Batched)
        {
            body.Loop("n", 0, "count", 1, (inner, n) =>
                WriteAxis(inner, 0, n * left.SampleStride, n * right.SampleStride, n * signature.Result.Length));
        }
        else
        {
            WriteAxis(body, 0, 0, 0, 0);
        }

        return body;

        void WriteAxis(Body scope, int axis, IndexExpression a, IndexExpression b, IndexExpression y)
        {
            if (axis == signature.Result.Shape.Rank - 2)
            {
                WriteMatrix(scope, target, a, b, y);
                return;
            }

            var stride = signature.Result.Shape.Dimensions.Skip(axis + 1).Aggregate(1, (product, length) => product * length);
            scope.Loop("i" + axis, 0, signature.Result.Shape[axis], 1, (inner, i) =>
                WriteAxis(inner, axis + 1, a + (i * left.Stride(axis)), b + (i * right.Stride(axis)), y + (i * stride)));
        }
    }

    private void WriteMatrix(Body body, SimdTarget target, IndexExpression a, IndexExpression b, IndexExpression y)
    {
        body.Reference("x", "a", a);
        if (IsOuterProducts)
        {
            body.Reference("dy", "b", b);
            body.Reference("dw", "y", y);
            OuterProductSum.WriteMatrix(body, target, depth, left.Apart, right.Apart, new WeightColumns(columns, rows, false));
            return;
        }

        body.Reference("w", "b", b);
        MatrixProduct.WriteMatrix(body, target, new Epilogue(signature, formula), Right, rows, left.Apart, y);
    }
}
