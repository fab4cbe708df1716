using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Peers.Loops;
using StaticNet.Bench.Peers.Tensors;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Tests;

/// <summary>The cases, and measuring one.</summary>
[Collection(nameof(AllocationTests))]
public sealed class CaseTests
{
    [Fact]
    public void Names_are_unique() =>
        CaseList.All.Select(one => one.Name).ShouldBeUnique();

    [Theory]
    [InlineData("mlp/step", "mlp/step-sgd", "mlp/step-adam")]
    [InlineData("MLP/STEP-A", "mlp/step-adam")]
    [InlineData("CONV-*/direct", "conv-16x32x32/direct", "conv-64x56x56/direct", "conv-128x28x28/direct")]
    [InlineData("m?p/forward", "mlp/forward")]
    [InlineData("conv*direct-nothing")]
    public void Filters_are_parts_of_names_or_patterns_for_all_of_a_name(string filter, params string[] expected) =>
        CaseList.Matching([filter]).Select(one => one.Name).ShouldBe(expected);

    [Fact]
    public void Several_filters_add_up() =>
        CaseList.Matching(["tiny", "small/forward-64"]).Select(one => one.Name).ShouldBe(["tiny/forward", "tiny/forward-64", "small/forward-64"]);

    [Fact]
    public void Without_a_filter_all_cases_run() => CaseList.Matching([]).ShouldBe(CaseList.All);

    /// <summary>The peers written here compute what we do, so the networks were read as they are.</summary>
    [Theory]
    [InlineData("tiny/forward")]
    [InlineData("controller/forward-64")]
    [InlineData("lenet5/forward")]
    [InlineData("conv-16x32x32/chosen")]
    [InlineData("mlp/step-sgd")]
    [InlineData("mlp/step-adam")]
    [InlineData("update-1m/adam")]
    public void Plain_loops_agree(string name)
    {
        Work work = CaseList.All.Single(one => one.Name == name).Prepare().Work.ShouldNotBeNull();
        using var peer = new LoopPeer();
        peer.Prepare(work).Dispose();
    }

    [Fact]
    public void A_measured_case_has_figures_for_us_and_every_peer()
    {
        using var peers = new PeerSet([LoopPeer.PeerName, TensorsPeer.PeerName]);
        SummaryLine line = new CaseMeasurement(1, peers).Measure(CaseList.All.Single(one => one.Name == "tiny/forward")).Line;
        line.Tier.ShouldBe(Tiers.Current);
        line.MinUs.ShouldBeInRange(double.Epsilon, line.MedianUs);
        line.PeakFraction.ShouldNotBeNull().ShouldBeGreaterThan(0);
        line.BandwidthFraction.ShouldNotBeNull().ShouldBeGreaterThan(0);
        line.AllocatedBytes.ShouldBe(0);
        line.Peers.Keys.ShouldBe(PeerSet.Names);
        line.Peers[LoopPeer.PeerName].Ratio.ShouldNotBeNull().ShouldBeGreaterThan(0);
        line.Peers[TensorsPeer.PeerName].MedianUs.ShouldNotBeNull().ShouldBeGreaterThan(0);
        line.Peers["pytorch"].Reason.ShouldBe("left out by --peers");
    }

    [Fact]
    public void A_case_without_work_for_others_says_so()
    {
        using var peers = new PeerSet([PeerSet.All]);
        SummaryLine line = new CaseMeasurement(1, peers).Measure(CaseList.Matching([MachineCases.ReadFirstLevel]).Single()).Line;
        line.Peers.Values.ShouldAllBe(peer => peer.HasNoSuchOperation);
    }
}
