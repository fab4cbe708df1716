using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Flatten]</c>: one axis, in row-major order of the shape that the user sees.</summary>
internal sealed class FlattenLayer : LayerRule
{
    public override string Kind => "Flatten";

    public override int Build(LayerContext layer) => layer.Graph.Add(new Reshape(Shape.Of(layer.InputShape.Length)), layer.Input);
}

/// <summary><c>[Reshape(shape)]</c>: the same elements under another shape; one dimension may be -1.</summary>
internal sealed class ReshapeLayer : LayerRule
{
    public override string Kind => "Reshape";

    public override int Build(LayerContext layer)
    {
        var dimensions = layer.Integers("shape")?.ToArray() ?? Array.Empty<int>();
        if (dimensions.Length == 0)
            throw layer.OutOfRange("shape", "empty", "one or more dimensions");
        var length = layer.InputShape.Length;
        var open = Array.IndexOf(dimensions, -1);
        var known = 1L;
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            if (axis == open)
                continue;
            layer.AtLeast("shape", dimensions[axis], 1);
            known = Math.Min(known * dimensions[axis], int.MaxValue);
        }

        if (open >= 0 && length % known == 0)
            dimensions[open] = (int)(length / known);
        var shape = Shape.Of(dimensions);
        if (dimensions.Contains(-1) || shape.LongLength != length)
        {
            throw layer.DoesNotFit("shape", $"{shape} does not hold the {length} elements of its input {layer.InputShape}",
                $"write dimensions whose product is {length}; one of them may be -1");
        }

        return layer.Graph.Add(new Reshape(shape), layer.Input);
    }
}

/// <summary>The same elements in the same order under another shape: no code.</summary>
internal sealed record Reshape(Shape Result) : Operation
{
    public override bool IsAlias => true;

    public override string Describe() => "Reshape " + Result;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Shape = Result };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        gradients.Add(node.Inputs[0], builder.Add(new Reshape(builder[node.Inputs[0]].Shape), outputGradient));
    }

    /// <summary>The layout passes through; a grid that equals the new shape again is not needed, elements are where they are.</summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var layout = request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0));
        request.Require(0, layout);
        return layout.IsRowMajor ? Layout.RowMajor(Result) : layout;
    }
}
