using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Ir;

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
        foreach (var tiling in TapTiling.Candidates(target, 2, 28, 28, 3, 384, mostRows: 4, mayWait: true))
            CostModel.FitsRegisters(target, tiling.Rows * tiling.Columns, 2).ShouldBeTrue(tiling.ToString());
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
