using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[PixelShuffle(r)]</c>: (C r r, H, W) as (C, H r, W r), as <c>torch.nn.PixelShuffle</c>; axes in another order.</summary>
internal sealed class PixelShuffleLayer : LayerRule
{
    public override string Kind => "PixelShuffle";

    public override int? Build(LayerContext layer)
    {
        var factor = layer.Positive("factor");
        SpatialAxes.Image.CheckRank(layer);
        if (factor is not { } r || layer.InputShape is not { Rank: 3 } shape)
            return null;
        if (shape[0] % ((long)r * r) != 0)
        {
            var divisor = Enumerable.Range(1, (int)Math.Min(r, Math.Sqrt(shape[0]))).Last(i => shape[0] % ((long)i * i) == 0);
            layer.DoesNotFit("factor", $"the square of {r} does not divide the {shape[0]} channels of {shape}",
                $"write {Mend.Place}, or let the layer before make channels that {(long)r * r} divides", $"{divisor}");
        }

        if (!layer.IsSound)
            return null;
        var channels = shape[0] / r / r;
        var split = layer.Graph.Add(new Reshape(Shape.Of(channels, r, r, shape[1], shape[2])), layer.Input);
        return layer.Graph.Add(new Reshape(Shape.Of(channels, shape[1] * r, shape[2] * r)), Permute.AddTo(layer.Graph, split, new[] { 0, 3, 1, 4, 2 }));
    }
}

/// <summary><c>[PixelUnshuffle(r)]</c>: (C, H r, W r) as (C r r, H, W), as <c>torch.nn.PixelUnshuffle</c>.</summary>
internal sealed class PixelUnshuffleLayer : LayerRule
{
    public override string Kind => "PixelUnshuffle";

    public override int? Build(LayerContext layer)
    {
        var factor = layer.Positive("factor");
        SpatialAxes.Image.CheckRank(layer);
        if (factor is not { } r || layer.InputShape is not { Rank: 3 } shape)
            return null;
        if (shape[1] % r != 0 || shape[2] % r != 0)
        {
            var divisor = Enumerable.Range(1, Math.Min(r, Math.Min(shape[1], shape[2]))).Last(i => shape[1] % i == 0 && shape[2] % i == 0);
            layer.DoesNotFit("factor", $"{r} does not divide height and width of {shape}",
                $"write {Mend.Place}, or let the layer before make an image whose sides {r} divides", $"{divisor}");
        }

        if (!layer.IsSound)
            return null;
        var (height, width) = (shape[1] / r, shape[2] / r);
        var split = layer.Graph.Add(new Reshape(Shape.Of(shape[0], height, r, width, r)), layer.Input);
        return layer.Graph.Add(new Reshape(Shape.Of(shape[0] * r * r, height, width)), Permute.AddTo(layer.Graph, split, new[] { 0, 2, 4, 1, 3 }));
    }
}
