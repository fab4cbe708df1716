using System.Text.Json;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Layers compute what PyTorch's do, forward and back (<c>tests/reference/layers.py</c>).</summary>
public sealed class LayerReferenceTests
{
    private const int Samples = 2;

    private static readonly IReadOnlyDictionary<string, JsonElement> Cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReferencePaths.Root, "layers.json")))
        .RootElement.EnumerateArray().ToDictionary(@case => @case.GetProperty("name").GetString()!);

    private static readonly Catalogue Networks = new(
        [.. Cases.Values.Select(@case => new NetworkCase("Of" + @case.GetProperty("name").GetString(), $"[{@case.GetProperty("layers").GetString()}]", Samples))]);

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var name in Cases.Keys)
            {
                foreach (var tier in TestTier.All)
                    rows.Add(name, tier.Name);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Values_and_gradients_are_those_of_PyTorch(string name, string tierName)
    {
        var expected = Cases[name];
        var network = Networks.Assembly.Create("Of" + name, TestTier.FindOrSkip(tierName));
        var tensors = network.Network.Tensors.ToArray();
        tensors.Select(tensor => tensor.Name).ShouldBe(expected.GetProperty("parameters").EnumerateObject().Select(tensor => tensor.Name));
        foreach (var tensor in tensors)
            tensor.View(network.Network.Parameters).CopyFrom(Floats(expected.GetProperty("parameters").GetProperty(tensor.Name)));

        var y = new float[expected.GetProperty("y").GetArrayLength()];
        float[][] inputs = [.. expected.TryGetProperty("others", out var others) ? others.EnumerateArray().Select(Floats) : [], Floats(expected.GetProperty("x"))];
        network.Forward(inputs, [y], Samples);
        ShouldBe(y, expected.GetProperty("y"), "y");
        float[][] gradients = [.. inputs.Select(input => new float[input.Length])];
        network.Backward([Floats(expected.GetProperty("dy"))], gradients);
        var dx = gradients[^1];
        ShouldBe(dx, expected.GetProperty("dx"), "dx");
        foreach (var tensor in tensors)
            ShouldBe(tensor.View(network.Network.Gradients).ToArray(), expected.GetProperty("gradients").GetProperty(tensor.Name), "gradient of " + tensor.Name);
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => (float)value.GetDouble())];

    private static void ShouldBe(float[] actual, JsonElement values, string what)
    {
        double[] expected = [.. values.EnumerateArray().Select(value => value.GetDouble())];
        actual.Length.ShouldBe(expected.Length, what);
        var largest = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < actual.Length; i++)
            ((double)actual[i]).ShouldBe(expected[i], 3e-6 * largest, $"{what}[{i}]");
    }
}
