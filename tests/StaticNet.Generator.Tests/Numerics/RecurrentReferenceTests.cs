using System.Text.Json;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Cells written from layers compute what PyTorch's recurrent layers do (<c>tests/reference/recurrent.py</c>).</summary>
public sealed class RecurrentReferenceTests
{
    private static readonly Catalogue Networks = new(
    [
        new("Rnn", "[Input(5, 3), Scan(typeof(ElmanCell), 4, Name = \"cell\")]", 2, ScanTests.Cells),
        new("Gru", "[Input(5, 3), Scan(typeof(GruCell), 4, Name = \"cell\")]", 2),
        new("Lstm", "[Input(5, 3), Scan(typeof(PlainLstmCell), 4, Name = \"cell\")]", 2),
    ]);

    /// <summary>What a tensor of the cell is in PyTorch: a part of a tensor with all gates, and for a bias perhaps the sum of two.</summary>
    private sealed record Part(string Tensor, string Theirs, int Gate, int Gates = 1, string? Also = null);

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var @case in Networks.Cases)
            {
                foreach (var tier in TestTier.All)
                    rows.Add(@case.Name, tier.Name);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Values_and_gradients_are_those_of_PyTorch(string name, string tierName)
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReferencePaths.Root, name.ToLowerInvariant() + ".json")));
        var network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tierName));
        foreach (var part in PartsOf(name))
        {
            var values = Take(expected, "parameters", part.Theirs, part);
            if (part.Also is not null)
                values = [.. values.Zip(Take(expected, "parameters", part.Also, part), (a, b) => a + b)];
            View(network.Network, network.Network.Parameters, part.Tensor).CopyFrom([.. values.Select(value => (float)value)]);
        }

        var y = new float[Numbers(expected, "y").Length];
        network.Forward([Floats(expected, "x")], [y], 2);
        ShouldBe(y, Numbers(expected, "y"), "y");
        var dx = new float[Numbers(expected, "dx").Length];
        network.Backward([Floats(expected, "dy")], [dx]);
        ShouldBe(dx, Numbers(expected, "dx"), "dx");
        foreach (var part in PartsOf(name))
        {
            var gradient = new float[Take(expected, "gradients", part.Theirs, part).Length];
            View(network.Network, network.Network.Gradients, part.Tensor).CopyTo(gradient);
            ShouldBe(gradient, Take(expected, "gradients", part.Theirs, part), "gradient of " + part.Tensor);
        }
    }

    private static IEnumerable<Part> PartsOf(string name)
    {
        switch (name)
        {
            case "Rnn":
                return [new("cell.x.weight", "weight_ih_l0", 0), new("cell.1.weight", "weight_hh_l0", 0), new("cell.x.bias", "bias_ih_l0", 0, Also: "bias_hh_l0")];
            case "Gru":
                return "rzn".SelectMany((gate, i) => new Part[]
                {
                    new($"cell.x{gate}.weight", "weight_ih_l0", i, 3), new($"cell.x{gate}.bias", "bias_ih_l0", i, 3),
                    new($"cell.h{gate}.weight", "weight_hh_l0", i, 3), new($"cell.h{gate}.bias", "bias_hh_l0", i, 3),
                });
            default:
                return [new("cell.x.weight", "weight_ih_l0", 0), new("cell.x.bias", "bias_ih_l0", 0), new("cell.r.weight", "weight_hh_l0", 0), new("cell.r.bias", "bias_hh_l0", 0)];
        }
    }

    private static TensorView View(INetwork network, Span<float> memory, string tensor)
    {
        foreach (var info in network.Tensors)
        {
            if (info.Name == tensor)
                return info.View(memory);
        }

        throw new InvalidOperationException($"no tensor {tensor}");
    }

    private static double[] Take(JsonDocument document, string kind, string tensor, Part part)
    {
        double[] all = [.. document.RootElement.GetProperty(kind).GetProperty(tensor).EnumerateArray().Select(value => value.GetDouble())];
        var length = all.Length / part.Gates;
        return all[(part.Gate * length)..((part.Gate + 1) * length)];
    }

    private static double[] Numbers(JsonDocument document, string name) => [.. document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static float[] Floats(JsonDocument document, string name) => [.. Numbers(document, name).Select(value => (float)value)];

    private static void ShouldBe(float[] actual, double[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < actual.Length; i++)
            ((double)actual[i]).ShouldBe(expected[i], 2e-6 * Math.Max(1, largest), $"{what}[{i}]");
    }
}
