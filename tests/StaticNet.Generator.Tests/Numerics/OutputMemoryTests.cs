using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Outputs that the last kernel writes straight to the caller: not a float too many, and never over what the pass still reads.</summary>
public sealed class OutputMemoryTests
{
    private const int Guard = 40;

    internal static Catalogue Networks { get; } = new(
    [
        new("DenseOutput", "[Input(70), Dense(500), ReLU, Dense(13)]"),
        new("WideOutput", "[Input(300), Dense(131)]"),
        new("TransposedOutput", "[Input(5, 20, 19), Conv2D(18, 3, Stride = 2)]"),
        new("BandOutput", "[Input(24, 20, 38), Conv2D(33, 3), ReLU]"),
        new("PlaneOutput", "[Input(12, 20, 19), Conv2D(3, 3, Padding = 1)]"),
        new("WinogradOutput", "[Input(16, 17, 18), Conv2D(20, 3, Padding = 1), ReLU]"),
        new("KeptOutput", "[Input(12, 20, 19), Conv2D(3, 3, Padding = 1), ReLU]"),
        new("BatchOutput", "[Input(4), Dense(16), ReLU, Dense(3)]", 21) { Choices = new(OverBatch: true) },
        new("FlatOutput", "[Input(400), Dense(200), Tanh]"),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string> Tiers => ["Vector512", "Vector256", "Vector128", "Scalar"];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void What_lies_beside_the_output_stays(string name, string tier)
    {
        var (network, inputs, length) = Start(name, tier);
        foreach (var count in new[] { 1, 2, Capacity(name), Capacity(name) - 3 })
        {
            var some = inputs.Select(input => input[..(input.Length / Capacity(name) * count)]).ToArray();
            var expected = network.ForwardInPlace(some, count)!;
            var memory = new float[(count * length) + (2 * Guard)];
            Array.Fill(memory, 7);
            network.ForwardInto(some, _ => memory.AsSpan(Guard, count * length), count);
            memory.Take(Guard).Concat(memory.Skip(Guard + (count * length))).ShouldAllBe(value => value == 7);
            memory.Skip(Guard).Take(count * length).ShouldBe(expected);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Weights_may_be_overwritten_only_when_they_have_been_read(string tier)
    {
        var (network, inputs, length) = Start("WideOutput", tier);
        var one = inputs.Select(input => input[..(input.Length / Capacity("WideOutput"))]).ToArray();
        var expected = network.ForwardInPlace(one, 1)!;
        network.ForwardInto(one, net => net.Parameters[..length], 1);
        network.Network.Parameters[..length].ToArray().ShouldBe(expected);
    }

    private static int Capacity(string name) => Networks.Assembly.Networks[name].Case.BatchCapacity;

    private static (IDrivenNetwork Network, float[][] Inputs, int Length) Start(string name, string tier)
    {
        var network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tier));
        var ports = Networks.Assembly.Networks[name].Compiled.Forward.Interface;
        float[][] inputs = [.. ports.Inputs.Select(port => Enumerable.Range(0, Capacity(name) * port.Shape.Length).Select(i => MathF.Sin(i)).ToArray())];
        return (network, inputs, ports.Outputs[0].Shape.Length);
    }
}
