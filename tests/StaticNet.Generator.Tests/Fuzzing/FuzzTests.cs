using System.Globalization;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Numerics;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Fuzzing;

/// <summary>
/// Random networks in every tier against the interpreter, with passes and gradients checked on the way. There is a fixed list
/// of seeds, of which the first chunk runs always and the others are heavy; <c>STATICNET_FUZZ_COUNT</c> tries as many as it says, from <c>STATICNET_FUZZ_SEED</c> on.
/// </summary>
public sealed class FuzzTests
{
    /// <summary>Networks of one Roslyn compilation, whose time grows with their number less than with that of compilations.</summary>
    private const int ChunkSize = 20;

    /// <summary>Of a chunk's directions, how many may cross kinks, so that no slope is compared with the gradient: hardly any does.</summary>
    private const double MostCrossing = 0.02;

    private const string CountVariable = "STATICNET_FUZZ_COUNT";

    private static readonly int Count = Read(CountVariable, 60);
    private static readonly int First = Read("STATICNET_FUZZ_SEED", 1);

    public static TheoryData<int, int> Chunks
    {
        get
        {
            var chunks = new TheoryData<int, int>();
            for (var start = First; start < First + Count; start += ChunkSize)
                chunks.Add(start, Math.Min(ChunkSize, First + Count - start));
            return chunks;
        }
    }

    /// <summary>The same number of networks again, among whose layers are those that take values apart and put them together.</summary>
    public static TheoryData<int, int> ChunksOfShapes
    {
        get
        {
            var chunks = new TheoryData<int, int>();
            foreach (var row in (IEnumerable<object[]>)Chunks)
                chunks.Add((int)row[0] + RandomNetwork.FirstOfShapes - 1, (int)row[1]);
            return chunks;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Chunks))]
    [MemberData(nameof(ChunksOfShapes))]
    public void Random_networks_compute_what_their_graphs_say(int firstSeed, int count)
    {
        if (firstSeed != First && firstSeed != First + RandomNetwork.FirstOfShapes - 1 && Environment.GetEnvironmentVariable(CountVariable) is null)
            HeavyShare.SkipUnlessDrawn($"random networks from {firstSeed}");
        var cases = Enumerable.Range(firstSeed, count).Select(RandomNetwork.Declare).ToArray();
        var assembly = NetworkAssembly.Compile(cases);
        var (directions, crossing) = (0, 0);
        var failures = cases.Select(@case => FindFailure(assembly, assembly.Networks[@case.Name], CountSlopes)).OfType<string>().ToArray();
        failures.ShouldBeEmpty(string.Join("\n\n", failures));
        crossing.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(MostCrossing * directions), $"of {directions} directions, so many cross kinks");

        void CountSlopes((int Directions, int Crossing) slopes) =>
            (directions, crossing) = (directions + slopes.Directions, crossing + slopes.Crossing);
    }

    /// <summary>What is wrong with a network, with its declaration; null where nothing is.</summary>
    private static string? FindFailure(NetworkAssembly assembly, LoweredNetwork network, Action<(int Directions, int Crossing)> countSlopes)
    {
        try
        {
            var references = new[] { network.Case.BatchCapacity, 1 }.Distinct().Select(count => Reference.Draw(network, count)).ToArray();
            PassComparison.Check(network, references[^1]);
            countSlopes(SlopeComparison.Check(network, references[^1].Data));
            foreach (var tier in TestTier.Tried)
                Trial.Run(assembly, network.Case.Name, tier, references).ShouldBeNone(tier.Name);
            Trial.Run(assembly, network.Case.Name, TestTier.Scalar, 3, references).ShouldBeNone("three threads");
            return null;
        }
        catch (Exception exception)
        {
            return $"{network.Case.Name} is\n\n{network.Case.Source}\n\n{exception.Message}";
        }
    }

    private static int Read(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
