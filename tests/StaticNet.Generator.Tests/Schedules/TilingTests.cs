using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;

namespace StaticNet.Generator.Tests.Schedules;

/// <summary>The cost model's choices: what must hold of each, and that they are what measurements found to be best.</summary>
public sealed class TilingTests
{
    public static TheoryData<string> Tiers => ["Vector512", "Vector256", "Vector128", "Scalar"];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Every_tile_stays_in_registers(string tier)
    {
        var target = Target(tier);
        var weights = new WeightColumns(128, 784, true);
        foreach (var tiling in MatrixTiling.Candidates(target, weights, 64))
            CostModel.FitsRegisters(target, tiling.Rows, tiling.GroupVectors).ShouldBeTrue(tiling.ToString());
        foreach (var tiling in TapTiling.Candidates(new TapSums(target, 2, 28, 28, 3, 384) { MayWait = true }))
        {
            foreach (var band in tiling.Bands)
                band.Spans.ShouldAllBe(span => CostModel.FitsRegisters(target, band.Height * span.Width, 2));
        }
    }

    /// <summary>
    /// With AVX2, six rows by two vectors of a panel; with AVX-512, panels that come from the second-level cache ask for many rows.
    /// </summary>
    [Fact]
    public void A_dense_layer_fills_the_registers()
    {
        var weights = new WeightColumns(128, 784, true);
        var narrow = MatrixTiling.Choose(SimdTarget.Vector256, weights, 64);
        (narrow.Rows, narrow.GroupVectors, narrow.DepthBlock).ShouldBe((6, 2, 784));
        var wide = MatrixTiling.Choose(SimdTarget.Vector512, weights, 64);
        (wide.Rows * wide.GroupVectors).ShouldBeGreaterThan(20);
        wide.Rows.ShouldBeGreaterThanOrEqualTo(8);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Tiles_cover_every_result_once(string tier)
    {
        foreach (var (rows, columns) in new[] { (28, 28), (56, 56), (7, 7), (1, 5), (14, 30), (41, 3) })
        {
            var sums = new TapSums(Target(tier), 2, rows, columns, 3, 96) { MayWait = true, PixelStride = 32, IsEven = rows % 2 == 0 && columns % 2 == 0 };
            foreach (var tiling in TapTiling.Candidates(sums))
            {
                var times = new int[rows, columns];
                foreach (var (band, span) in tiling.Bands.SelectMany(band => band.Spans.Select(span => (band, span))))
                {
                    sums.Suits(band.Height, span.Width).ShouldBeTrue(tiling.ToString());
                    ((band.To - band.From) % band.Height).ShouldBe(0);
                    ((span.To - span.From) % span.Width).ShouldBe(0);
                    for (var row = band.From; row < band.To; row++)
                    {
                        for (var column = span.From; column < span.To; column++)
                            times[row, column]++;
                    }
                }

                times.Cast<int>().ShouldAllBe(count => count == 1);
            }
        }
    }

    /// <summary>Tiles of eight sums, cut off at the edge, took a fifth more time for each.</summary>
    [Fact]
    public void Edges_are_cut_into_tiles_that_hide_latency()
    {
        var tiling = TapTiling.Choose(new TapSums(SimdTarget.Vector256, 2, 27, 29, 3, 384) { PixelStride = 128 });
        var bands = tiling.Bands.SelectMany(band => band.Spans.Select(span => (Pixels: band.Height * span.Width, Results: band.Count * band.Height * span.Count * span.Width)));
        bands.Where(tiles => 2 * tiles.Pixels < 10).Sum(tiles => tiles.Results).ShouldBeLessThan(27 * 29 / 50);
        TapTiling.Choose(new TapSums(SimdTarget.Vector512, 2, 57, 57, 3, 192) { PixelStride = 64, IsUniform = true }).Edge.ShouldBeNull();
    }

    /// <summary>Rows that lie below each other share rows of the image.</summary>
    [Fact]
    public void Tiles_of_images_beyond_the_first_level_cache_have_several_rows()
    {
        var sums = new TapSums(SimdTarget.Vector256, 2, 56, 56, 3, 192);
        TapTiling.Choose(sums with { PixelStride = 64 }).Rows.ShouldBe(3);
        TapTiling.Choose(sums with { Target = SimdTarget.Vector512, PixelStride = 64 }).Rows.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_depth_whose_weights_outgrow_the_second_level_cache_is_cut_into_blocks()
    {
        var tiling = MatrixTiling.Choose(SimdTarget.Vector512, new WeightColumns(1024, 9216, true), 64);
        tiling.DepthBlock.ShouldBeLessThan(9216);
        (tiling.DepthBlock * tiling.GroupVectors * 64).ShouldBeLessThanOrEqualTo(CostModel.SecondLevelBytes / 2);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Groups_cover_every_column_once_in_panels(string tier)
    {
        var weights = new WeightColumns(80, 3, true);
        var seen = new List<int>();
        foreach (var group in weights.Groups(Target(tier), 4, ColumnTail.Overlap))
        {
            for (var repeat = 0; repeat < group.Repeats; repeat++)
                seen.AddRange(group.Vectors.SelectMany(vector => Enumerable.Range((repeat * group.Step) + vector.Offset, vector.Count)));
        }

        var walked = weights.IsWalkedByPanel(Target(tier), 4, ColumnTail.Overlap) ? WeightColumns.PanelWidth : 80;
        seen.ShouldBe(Enumerable.Range(0, walked));
    }

    private static SimdTarget Target(string tier) => tier switch
    {
        "Vector512" => SimdTarget.Vector512,
        "Vector256" => SimdTarget.Vector256,
        "Vector128" => SimdTarget.Vector128,
        _ => SimdTarget.Scalar,
    };
}
