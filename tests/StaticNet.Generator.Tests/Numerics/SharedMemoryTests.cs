using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// Outputs in memory that the pass reads, wholly or in part: parameters, the inputs, the network's own. What is computed is what the
/// memory held before the call, and a caller who gives such memory loses no more of it than the output takes.
/// </summary>
public sealed class SharedMemoryTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("SharedGate", "[Input(4), Dense(16), ReLU, Dense(2)]", 2),
        new("SharedWide", "[Input(5), Dense(43)]", 2),
        new("SharedSigmoid", "[Input(19), Dense(37), Sigmoid, Dense(21), Sigmoid]", 2),
        new("SharedLoops", "[Input(40), Dense(70), Tanh, Dense(131)]", 2),
        new("SharedImage", "[Input(2, 6, 6), Conv2D(3, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(5, 2, Padding = 1), Tanh]", 2),
        new("SharedSoftmax", "[Input(7), Dense(20), Softmax]", 2),
        new("SharedWays", """
            [Input(6, Name = "a"), Dense(12, Name = "left"), Tanh(Name = "middle"), Output, Dense(12, Name = "right"), Add("left", "right", Name = "total"), Output(Name = "sum")]
            [Input(12, Name = "b"), Output(Name = "same"), Add("total", "b"), Dense(3), Output(Name = "last")]
            """, 2),
        new("SharedDropout", "[Input(7), Dense(20), Dropout(0.4), ReLU, Dense(13)]", 2),

        // Not tiny.
        new("SharedPlanes", "[Input(12, 20, 19), Conv2D(3, 3, Padding = 1)]", 2),
        new("SharedWinograd", "[Input(16, 9, 9), Conv2D(16, 3, Padding = 1), ReLU]", 2) { Choices = new(WinogradTile: 4) },
        new("SharedDigits", "[Input(784), Dense(128), ReLU, Dense(10)]", 2),
    ]);

    internal static Catalogue Pairs { get; } = new(
    [
        new("PairSum", """[Input(12, Name = "a"), Input(12, Name = "b"), Add("a", "b"), Tanh]""", 2),
        new("PairDense", """[Input(12, Name = "a"), Input(12, Name = "b"), Add("a", "b"), Dense(12)]""", 2),
        new("PairLong", """[Input(700, Name = "a"), Input(700, Name = "b"), Add("a", "b"), Sigmoid]""", 2),
        new("PairChain", """[Input(12, Name = "a"), Input(12, Name = "b"), Dense(12), Tanh(Name = "c"), Add("a", "c"), Sigmoid]""", 2),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string, string> PairRows => Pairs.Rows;

    /// <summary>Everywhere in the buffer of the parameters: the beginning, the end, and over the borders of all tensors.</summary>
    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Outputs_may_overwrite_parameters(string name, string tier)
    {
        var start = new Start(name, tier);
        var ports = Networks.Assembly.Networks[name].Interface;
        foreach (var count in new[] { 1, 2 })
        {
            int[] lengths = [.. ports.Outputs.Select(port => count * port.Shape.Length)];
            var total = lengths.Sum();
            var expected = start.Expected(count);
            var last = start.Parameters.Length - total;
            if (last < 0)
                continue;
            var network = start.Network;
            foreach (var offset in start.Places(total).Where(offset => offset >= 0 && offset <= last).Distinct())
            {
                // Outputs lie one after another, and then in the opposite order.
                foreach (var isReversed in new[] { false, true })
                {
                    start.Reset();
                    network.ForwardThrough((_, i) => start.Inputs(count)[i], (net, i) => net.Parameters.Slice(Place(i), lengths[i]), count);
                    var where = $"{count} samples at {offset} of the parameters";
                    for (var i = 0; i < lengths.Length; i++)
                        network.Network.Parameters.Slice(Place(i), lengths[i]).ToArray().ShouldBe(expected[i], $"output {i} of {where}");
                    network.Network.Parameters[..offset].ToArray().ShouldBe(start.Parameters[..offset], where);
                    network.Network.Parameters[(offset + total)..].ToArray().ShouldBe(start.Parameters[(offset + total)..], where);

                    int Place(int i) => offset + (isReversed ? lengths.Skip(i + 1).Sum() : lengths.Take(i).Sum());
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Outputs_may_overwrite_inputs_and_gradients(string name, string tier)
    {
        var start = new Start(name, tier);
        var ports = Networks.Assembly.Networks[name].Interface;
        foreach (var count in new[] { 1, 2 })
        {
            var inputs = start.Inputs(count);
            int[] lengths = [.. ports.Outputs.Select(port => count * port.Shape.Length)];
            var (taken, total) = (inputs.Sum(input => input.Length), lengths.Sum());
            var expected = start.Expected(count);
            foreach (var shift in new[] { 0, 1, -1, 3, -5, 8, taken - 1, 1 - total, taken / 2 })
            {
                // Inputs one after another in the middle, outputs one after another at some distance from where they begin.
                const int Margin = 8;
                var middle = total + Margin;
                var memory = new float[middle + taken + total + Margin];
                for (var i = 0; i < inputs.Length; i++)
                    inputs[i].CopyTo(memory, middle + inputs.Take(i).Sum(input => input.Length));
                start.Reset();
                start.Network.ForwardThrough(
                    (_, i) => memory.AsSpan(middle + inputs.Take(i).Sum(input => input.Length), inputs[i].Length),
                    (_, i) => memory.AsSpan(middle + shift + lengths.Take(i).Sum(), lengths[i]), count);
                for (var i = 0; i < lengths.Length; i++)
                    memory.AsSpan(middle + shift + lengths.Take(i).Sum(), lengths[i]).ToArray().ShouldBe(expected[i], $"output {i} of {count} samples, shifted by {shift}");
            }

            if (start.Parameters.Length >= total && start.Parameters.Length >= taken)
            {
                start.Reset();
                start.Network.ForwardThrough(
                    (_, i) => inputs[i], (net, i) => net.Gradients.Slice(lengths.Take(i).Sum(), lengths[i]), count);
                for (var i = 0; i < lengths.Length; i++)
                    start.Network.Network.Gradients.Slice(lengths.Take(i).Sum(), lengths[i]).ToArray().ShouldBe(expected[i], $"output {i} in the gradients");
            }
        }
    }

    /// <summary>The span that Forward returns is memory of the network's own, and who takes away that it is to be read may write there.</summary>
    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void An_output_may_overwrite_the_networks_own_memory(string name, string tier)
    {
        var lowered = Networks.Assembly.Networks[name];
        if (lowered.Interface.Outputs.Count > 1)
            return;
        var start = new Start(name, tier);
        var program = lowered.Compiled.Inference;
        var place = program.Plan[program.Graph[program.Graph.Roots.Single(root => root.Kind == Graph.RootKind.Output).Node]].Offset;
        var length = lowered.Interface.Outputs[0].Shape.Length;
        var expected = start.Expected(1)[0];
        var own = start.Network.ForwardToSpan(start.Inputs(1), 1);
        foreach (var offset in Enumerable.Range(0, lowered.Compiled.WorkspaceLength - length + 1).Where(offset => offset % 8 == 0 || Math.Abs(offset - place) < 3))
        {
            start.Reset();
            var inputs = start.Inputs(1);
            start.Network.ForwardThrough((_, i) => inputs[i], (_, _) => OwnMemory(start.Network, inputs, 1, offset - place), 1);
            var found = Beside(own, offset - place).ToArray();
            found.ShouldBe(expected, $"at {offset} of {lowered.Compiled.WorkspaceLength}, where the output is at {place}");
        }
    }

    /// <summary>The result of the pass before it may be any of the inputs.</summary>
    [SkippableTheory]
    [MemberData(nameof(PairRows))]
    public void The_last_result_may_be_an_input_beside_others(string name, string tier)
    {
        var network = Pairs.Assembly.Create(name, TestTier.FindOrSkip(tier), seed: 3);
        var ports = Pairs.Assembly.Networks[name].Interface;
        foreach (var count in new[] { 1, 2 })
        {
            var data = TrialData.Draw(ports, count, 5);
            var result = network.ForwardToSpan(data.Inputs, count).ToArray();
            foreach (var which in new[] { 0, 1, 2 })
            {
                float[][] inputs = [which == 1 ? data.Inputs[0] : result, which == 0 ? data.Inputs[1] : result];
                var expected = network.ForwardToSpan(inputs, count).ToArray();
                var found = new float[expected.Length];
                network.ForwardThrough(
                    (_, i) => which == 2 || which == i ? OwnMemory(network, data.Inputs, count) : data.Inputs[i], (_, _) => found, count);
                found.ShouldBe(expected, $"{count} samples, input {which}");
            }
        }
    }

    private static Span<float> OwnMemory(IDrivenNetwork network, float[][] inputs, int count, int distance = 0) =>
        Beside(network.ForwardToSpan(inputs, count), distance);

    private static Span<float> Beside(ReadOnlySpan<float> own, int distance) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(own), distance), own.Length);

    /// <summary>A network with known parameters, and what it computes into memory of nobody else.</summary>
    private sealed class Start
    {
        private readonly string name;

        public Start(string name, string tier)
        {
            this.name = name;
            Network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tier), seed: 4);
            Parameters = Network.Network.Parameters.ToArray();
        }

        public IDrivenNetwork Network { get; }

        public float[] Parameters { get; }

        public float[][] Inputs(int count) => TrialData.Draw(Networks.Assembly.Networks[name].Interface, count, 5).Inputs;

        public void Reset() => Parameters.CopyTo(Network.Network.Parameters);

        public float[][] Expected(int count)
        {
            Reset();
            float[][] outputs = [.. Networks.Assembly.Networks[name].Interface.Outputs.Select(port => new float[count * port.Shape.Length])];
            Network.Forward(Inputs(count), outputs, count);
            return outputs;
        }

        /// <summary>Offsets of an output of some length: all in a small buffer, else around the ends and the borders of tensors.</summary>
        public IEnumerable<int> Places(int length)
        {
            var all = Parameters.Length - length;
            if (all < 200)
                return Enumerable.Range(0, all + 1);
            var borders = Network.Network.Tensors.ToArray().Select(tensor => tensor.Offset).Append(Parameters.Length).Append(0);
            return borders.SelectMany(border => new[] { border - length, border - (length / 2), border - 1, border, border + 1, border + 7 });
        }
    }
}
