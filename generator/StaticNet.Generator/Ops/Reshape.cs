using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Flatten]</c>: one axis of all, or of some in a row, in row-major order of the shape that the user sees.</summary>
internal sealed class FlattenLayer : LayerRule
{
    public override string Kind => "Flatten";

    public override bool Takes(ElementType element) => true;

    public override int? Build(LayerContext layer)
    {
        var first = LayerAxis.Read(layer, "StartAxis", 0);
        var last = LayerAxis.Read(layer, "EndAxis", -1);
        if (first > last)
        {
            layer.OutOfRange("StartAxis", $"{first}", $"at most the axis {last} at which it ends", $"{last}", ", or a larger EndAxis");
            return null;
        }

        if (first is null || last is null || !layer.IsSound)
            return null;
        var shape = layer.InputShape!.Dimensions;
        var merged = shape.Skip(first.Value).Take(last.Value - first.Value + 1).Aggregate((product, length) => product * length);
        return layer.Graph.Add(new Reshape(new Shape(shape.Take(first.Value).Append(merged).Concat(shape.Skip(last.Value + 1)).ToEquatableArray())), layer.Input);
    }
}

/// <summary><c>[Reshape(shape)]</c>: the same elements under another shape; one dimension may be -1.</summary>
internal sealed class ReshapeLayer : LayerRule
{
    /// <summary>The dimension that is what the others leave.</summary>
    private const int Open = -1;

    public override string Kind => "Reshape";

    public override bool Takes(ElementType element) => true;

    public override int? Build(LayerContext layer)
    {
        if (ReadDimensions(layer) is not { } dimensions || layer.InputShape is not { } input)
            return null;
        var length = input.Length;
        var known = dimensions.Where(dimension => dimension != Open).Aggregate(1L, (product, dimension) => Math.Min(product * dimension, int.MaxValue));
        var shape = Shape.Of(dimensions.Select(dimension => dimension != Open ? dimension : (int)(length / known)).ToArray());
        if (shape.LongLength != length)
        {
            layer.DoesNotFit("shape", $"({string.Join(", ", dimensions)}) does not hold the {length} elements of its input {input}",
                $"write {Mend.Place}, or other dimensions whose product is {length}; one of them may be -1", Fitting(dimensions, length));
        }

        return layer.IsSound ? layer.Graph.Add(new Reshape(shape), layer.Input) : null;
    }

    // Every dimension is checked, so that all mistakes are reported; null where one is wrong or unknown.
    private static int[]? ReadDimensions(LayerContext layer)
    {
        if (!layer.Has("shape"))
        {
            layer.OutOfRange("shape", "empty", "one or more dimensions", "-1", " for a vector, or other dimensions");
            return null;
        }

        var written = layer.Integers("shape");
        if (written is { Count: 0 })
            layer.OutOfRange("shape", "empty", "one or more dimensions", "-1", " for a vector, or other dimensions");
        var open = false;
        for (var axis = 0; axis < (written?.Count ?? 0); axis++)
        {
            var element = LayerContext.ElementOf("shape", axis);
            if (written![axis] != Open)
                layer.AtLeast(element, written[axis], 1);
            else if (open)
                layer.OutOfRange(element, "the second -1", "at least 1, as only one dimension can be left open", "1", $", or more for {element}");
            else
                open = true;
        }

        return written is null || !layer.IsSoundButForInputs ? null : written.Select(dimension => dimension!.Value).ToArray();
    }

    /// <summary>As many dimensions that fit: the divisors that those written have in common with what is left, the last takes the rest.</summary>
    private static string Fitting(int[] dimensions, int length)
    {
        var fitting = new int[dimensions.Length];
        var rest = length;
        for (var i = 0; i < fitting.Length; i++)
        {
            fitting[i] = i == fitting.Length - 1 ? rest : dimensions[i] == Open ? 1 : CommonDivisor(dimensions[i], rest);
            rest /= fitting[i];
        }

        return string.Join(", ", fitting);
    }

    private static int CommonDivisor(int left, int right) => right == 0 ? left : CommonDivisor(right, left % right);
}

/// <summary>The same elements in the same order under another shape: no code.</summary>
internal sealed record Reshape(Shape Result) : Operation
{
    public override bool IsAlias => true;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Result.Rank > 0 && Result[0] == inputs[0].Shape[0];

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
        return layout.IsRowMajor ? Layout.RowMajor(Result) : WithoutSingles(layout) ?? layout;
    }

    /// <summary>The same order in terms of the result, where only axes of length 1 come or go; null where others do.</summary>
    private Layout? WithoutSingles(Layout layout)
    {
        var own = Enumerable.Range(0, Result.Rank).Where(axis => Result[axis] != 1).ToArray();
        var from = Enumerable.Range(0, layout.Grid.Rank).Where(axis => layout.Grid[axis] != 1).ToArray();
        if (!layout.Border.IsEmpty || !own.Select(axis => Result[axis]).SequenceEqual(from.Select(axis => layout.Grid[axis])))
            return null;
        var order = layout.Order.Where(axis => layout.Grid[axis] != 1).Select(axis => own[Array.IndexOf(from, axis)]);
        return layout with { Grid = Result, Order = Enumerable.Range(0, Result.Rank).Where(axis => Result[axis] == 1).Concat(order).ToEquatableArray() };
    }
}
