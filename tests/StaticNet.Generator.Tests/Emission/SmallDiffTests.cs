using StaticNet.Generator.Emit;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Snapshots;

namespace StaticNet.Generator.Tests.Emission;

/// <summary>How much generated code changes with a number of the declaration: what people see who check it in.</summary>
public sealed class SmallDiffTests
{
    private static readonly Lazy<string[]> LeNet5 = new(() => Lines(SnapshotNetworks.LeNet5));

    [Fact]
    public void Another_batch_capacity_changes_where_values_lie()
    {
        var other = Lines(SnapshotNetworks.LeNet5 with { BatchCapacity = 65 });
        Changed(LeNet5.Value, other).ShouldBeLessThan(340, "places, and what tiles fit 65 rows better; kernels are what they were");
    }

    [Fact]
    public void Another_size_of_a_layer_changes_its_kernels_and_the_next_one_s()
    {
        var other = Lines(SnapshotNetworks.LeNet5 with { Attributes = SnapshotNetworks.LeNet5.Attributes.Replace("Dense(84)", "Dense(85)") });
        var dense9 = LeNet5.Value.Count(line => line.Contains("Dense_9") || line.Contains("Dense_11"));
        dense9.ShouldBeGreaterThan(50);
        Changed(LeNet5.Value, other).ShouldBeLessThan(2500, "not what lies behind that layer");
    }

    private static string[] Lines(NetworkCase network) =>
        [.. NetworkSource.Write(LoweredNetwork.Of(network).Compiled, CancellationToken.None).SelectMany(file => file.Source.Split('\n'))];

    /// <summary>Lines of the one that the other lacks: what a diff shows as added, at the least.</summary>
    private static int Changed(string[] before, string[] after)
    {
        var left = before.GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count());
        return after.GroupBy(line => line).Sum(group => Math.Max(0, group.Count() - left.GetValueOrDefault(group.Key)));
    }
}
