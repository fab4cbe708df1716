using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction.Winograd;

/// <summary>u[p] = the point p of G w G^T, for every pair of channels: the weights of a Winograd convolution.</summary>
internal static class WinogradWeightsKernel
{
    public static Kernel Create(KernelSignature signature, WinogradTransform transform)
    {
        var shape = signature.Inputs[0].Shape;
        var (outputs, inputs) = (shape[0], shape[1]);
        var from = WeightColumns.Of(signature.Inputs[0].Layout, 9 * inputs, outputs);
        var to = new WeightColumns(outputs, inputs, from.InPanels);
        return new Kernel(
            "TransformWeights",
            EquatableArray<string>.Of(
                $"u[p, i, o] = (G w[.., .., i, o] G^T)[p], the {transform.Points} points of F({transform.Outputs}x{transform.Outputs}, 3x3)",
                $"w lies as {from.Text}, taps by input channels; u as {transform.Points} times {to.Text}."),
            EquatableArray<KernelParameter>.Of(new("w", KernelParameterKind.Source), new("u", KernelParameterKind.Target)),
            target => Write(target, transform, from, to));
    }

    private static Body Write(SimdTarget target, WinogradTransform transform, WeightColumns from, WeightColumns to)
    {
        var body = new Body();
        to.Loop(body, target, 1, ColumnTail.Overlap, (inner, group, place) => inner.Loop("i", 0, to.Depth, 1, (inPair, i) =>
        {
            var vector = group.Vectors[0];
            inPair.Reference("wi", "w", from.Start(place) + (i * from.RowStride) + from.Offset(vector.Offset));
            inPair.Reference("ui", "u", to.Start(place) + (i * to.RowStride) + to.Offset(vector.Offset));
            var n = transform.Inputs;
            var columns = new Expression[3][];
            for (var kx = 0; kx < 3; kx++)
            {
                var taps = new Expression[3];
                for (var ky = 0; ky < 3; ky++)
                    taps[ky] = inPair.Declare($"w{ky}{kx}", new Expression.Load("wi", ((ky * 3) + kx) * to.Depth * from.RowStride, vector.Lanes));
                columns[kx] = transform.Weights(inPair, taps, "c" + kx)
                    .Select((value, y) => value is Expression.Local ? value : inPair.Declare($"g{y}{kx}", value)).ToArray();
            }

            for (var y = 0; y < n; y++)
            {
                var row = transform.Weights(inPair, columns.Select(values => values[y]).ToArray(), "r" + y);
                for (var x = 0; x < n; x++)
                    inPair.Store("ui", ((y * n) + x) * to.Depth * to.Columns, row[x], vector.Count);
            }
        }));
        return body;
    }
}
