using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Map;

namespace StaticNet.Generator.Ops;

/// <summary>
/// An elementwise formula; operand i is <c>Input(i)</c>, broadcast to <paramref name="Type"/>.
/// </summary>
internal sealed record Map(Formula Formula, TensorType Type) : Operation
{
    /// <summary>The derivative with respect to operand 0, written in the result: then backward reads no operand.</summary>
    public Formula? FromOutput { get; init; }

    /// <summary>The derivative with respect to operand 0, where it has a better form than the symbolic one.</summary>
    public Formula? Derivative { get; init; }

    public override string Describe() =>
        "Map " + Formula.ToText(Enumerable.Range(0, Arity).Select(i => "x" + i).ToArray());

    private int Arity => Formula.Inputs.Count == 0 ? 0 : Formula.Inputs.Max() + 1;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => Type;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) =>
        Enumerable.Range(0, inputs.Count).All(i => hasSteps(i) ? inputs[i].Shape.Rank == result.Shape.Rank : inputs[i].Shape.Rank < result.Shape.Rank || inputs[i].Shape[0] == 1);

    public override Operation OfSteps(int steps) => Type.Batched ? this with { Type = Type with { Steps = steps } } : this;

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            var input = node.Inputs[i];
            if (!gradients.IsNeeded(input))
                continue;

            // d/dx_i = outputGradient * f'_i, with f' in the result where it is known so, else in the operands.
            var operands = new List<int>();
            Formula derivative;
            if (FromOutput is not null && i == 0)
            {
                derivative = FromOutput;
                operands.Add(node.Id);
            }
            else
            {
                derivative = (i == 0 ? Derivative : null) ?? Formula.Differentiate(i);
                operands.AddRange(node.Inputs);
            }

            if (derivative is Constant { Value: 0 })
                continue;
            var product = (new Input(operands.Count) * derivative).Simplify();
            operands.Add(outputGradient);
            var contribution = AddMap(gradients.Builder, product, operands, node.Type);
            gradients.Add(input, gradients.Builder.SumTo(contribution, gradients.Builder[input].Type, node.Type));
        }
    }

    /// <summary>Adds a formula that may use only some of <paramref name="operands"/>.</summary>
    /// <remarks>
    /// The type is that of the operands in use, which may be narrower than <paramref name="type"/>: a gradient that does not
    /// depend on the element stays as small as it is.
    /// </remarks>
    private static int AddMap(GraphBuilder builder, Formula formula, IReadOnlyList<int> operands, TensorType type)
    {
        var used = formula.Inputs.OrderBy(i => i).ToArray();
        var renumbered = formula.Substitute(i => new Input(Array.IndexOf(used, i)));
        var inputs = used.Select(i => operands[i]).ToArray();
        if (inputs.Length == 0)
            return builder.Map(renumbered, type);
        return renumbered == new Input(0) ? inputs[0] : builder.Map(renumbered, inputs);
    }

    /// <summary>Of operands without a batch, such as a bias, each element is repeated for all samples of a block.</summary>
    public override bool ReadsBlocks(IReadOnlyList<TensorType> inputs) =>
        Type.Batched && inputs.All(input => input == Type || (!input.Batched && (input.Shape == Type.Shape || input.Shape.Length == 1)));

    public override Layout AssignLayout(LayoutRequest request)
    {
        // The layout of the first full operand that is not row-major wins; the others follow it. Samples stay in blocks if all do.
        var layout = Layout.RowMajor(Type.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
        {
            if (request.TypeOf(i).Shape.Length == Type.Shape.Length && request.LayoutOf(i) is { IsRowMajor: false } candidate)
            {
                layout = candidate;
                break;
            }
        }

        var inBlocks = Enumerable.Range(0, request.Node.Inputs.Count).All(i => request.TypeOf(i) != Type || request.LayoutOf(i) is { InBlocks: true });
        if (layout.InBlocks && !inBlocks)
            layout = layout with { InBlocks = false };
        var narrow = Enumerable.Range(0, request.Node.Inputs.Count)
            .Any(i => request.TypeOf(i).Shape.Length is var length && length != 1 && length != Type.Shape.Length);
        if (narrow && !layout.Describes(Type.Shape))
            layout = Layout.RowMajor(Type.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
        {
            if (request.TypeOf(i).Shape.Length == Type.Shape.Length)
                request.Require(i, request.TypeOf(i).Batched ? layout : layout with { InBlocks = false });
            else
                request.Require(i, Narrow(layout, request.TypeOf(i).Shape));
        }

        return layout;
    }

    /// <summary>The layout of an operand that is broadcast to a value of layout <paramref name="wide"/>.</summary>
    private Layout Narrow(Layout wide, Shape shape) => shape.Rank == Type.Shape.Rank && wide.Describes(Type.Shape)
        ? new Layout(shape, wide.For(Type.Shape).Order)
        : Layout.RowMajor(shape);

    public override bool MayRunInPlace(KernelSignature signature) => MapSchedule.IsFlat(signature) || signature.Result.Layout.InBlocks;

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        node.Type.Batched ? (long)Formula.OperationCount * node.Shape.Length : 0;

    public override Kernel Lower(KernelSignature signature) => MapSchedule.Create(signature, Formula);
}
