using System.Text.Json;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Tests;

/// <summary>Scripts read these lines by the names of their fields.</summary>
public sealed class SummaryLineTests
{
    private static readonly SummaryLine Line = new()
    {
        Case = "lenet5/forward",
        Tier = Tier.Vector256,
        MedianUs = 12.3456789,
        MinUs = 0.00123456789,
        Flops = 852370,
        PeakFraction = 0.5,
        BandwidthFraction = null,
        AllocatedBytes = 0,
        Peers = new Dictionary<string, PeerResult>
        {
            ["onnxruntime"] = PeerResult.Measured(24.691358, 2.0000001),
            ["pytorch"] = PeerResult.None("not installed"),
        },
    };

    [Fact]
    public void A_line_has_all_fields_and_no_others()
    {
        using JsonDocument json = JsonDocument.Parse(Line.ToJson());
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(
        [
            "case", "tier", "median_us", "min_us", "flops", "peak_fraction", "bandwidth_fraction", "allocated_bytes", "peers",
        ]);
        json.RootElement.GetProperty("tier").GetString().ShouldBe("vector256");
        json.RootElement.GetProperty("bandwidth_fraction").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_peer_is_two_numbers_or_words()
    {
        using JsonDocument json = JsonDocument.Parse(Line.ToJson());
        JsonElement peers = json.RootElement.GetProperty("peers");
        peers.GetProperty("onnxruntime").EnumerateObject().Select(property => property.Name).ShouldBe(["median_us", "ratio"]);
        peers.GetProperty("pytorch").GetString().ShouldBe("not installed");
    }

    [Fact]
    public void Numbers_have_five_digits_however_small_they_are()
    {
        string json = Line.ToJson();
        json.ShouldContain("\"median_us\":12.346,");
        json.ShouldContain("\"min_us\":0.0012346,");
        json.ShouldContain("\"flops\":852370,");
        json.ShouldContain("{\"median_us\":24.691,\"ratio\":2}");
    }

    [Fact]
    public void A_line_can_be_read_back()
    {
        SummaryLine read = SummaryLine.FromJson(Line.ToJson());
        read.ToJson().ShouldBe(Line.ToJson());
        read.Peers["onnxruntime"].Ratio.ShouldBe(2);
        read.Peers["pytorch"].Reason.ShouldBe("not installed");
    }
}
