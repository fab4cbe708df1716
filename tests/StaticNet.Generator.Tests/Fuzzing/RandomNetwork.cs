using System.Text;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Fuzzing;

/// <summary>
/// Declares a small random network from a seed: inputs, layers that read the value before or any earlier one, merges, outputs
/// and losses, all of which fit. The same seed declares the same network for ever, so the order of draws here is part of it.
/// </summary>
internal sealed class RandomNetwork
{
    private readonly RandomChoice random;
    private readonly StringBuilder attributes = new();
    private readonly List<Value> values = [];

    private readonly string name;

    /// <summary>Whether layers of <see cref="RandomShapeLayer"/> are among those that are drawn.</summary>
    private readonly bool drawsShapes;

    /// <summary>Seeds from this one on draw more kinds of layers.</summary>
    public const int FirstOfShapes = 100_001;

    private RandomNetwork(int seed) => (random, name, drawsShapes) = (new RandomChoice(seed), $"Fuzz{seed}", seed >= FirstOfShapes);

    /// <summary>A value that layers may read; <paramref name="IsRead"/> says whether one does.</summary>
    private sealed record Value(string Name, Shape Shape)
    {
        public bool IsRead { get; set; }
    }

    /// <summary>
    /// Every fifth network has batches that fill blocks of samples, over which the lanes of its dense layers run; every fifth runs as large
    /// ones do, half of them with channels apart.
    /// </summary>
    public static NetworkCase Declare(int seed)
    {
        var network = new RandomNetwork(seed).Declare();
        if (seed % 5 == 2)
            return network with { Choices = new(InPlanes: seed % 2 == 0, RunsStraight: false) };
        return seed % 5 == 4 ? network with { BatchCapacity = 14 + network.BatchCapacity, Choices = new(OverBatch: true) } : network;
    }

    private NetworkCase Declare()
    {
        var batch = random.Between(1, 4);
        var inputs = random.OneIn(3) ? 2 : 1;
        for (var i = 0; i < inputs; i++)
            AddInput();
        var layers = random.Between(2, 9);
        for (var i = 0; i < layers; i++)
            AddLayer();

        // Where one output is marked, all values that nobody reads must be.
        var unread = values.Where(value => !value.IsRead && value.Name[0] == 'v').ToArray();
        if (unread.Length == 0 || random.OneIn(3))
        {
            foreach (var value in unread.Append(random.Of(values)).Distinct())
                attributes.Append($"[Output(From = \"{value.Name}\", Name = \"out_{value.Name}\")]\n");
        }

        for (var i = random.Between(0, 3); i > 0; i--)
            AddLoss();
        return new NetworkCase(name, attributes.ToString().TrimEnd(), batch, RandomLayer.Blocks(name));
    }

    private void AddInput()
    {
        var shape = random.Between(1, 7) switch
        {
            1 => Shape.Of(random.Between(1, 9), random.Between(1, 9)),
            <= 4 => Shape.Of(random.Between(1, 6), random.Between(3, 8), random.Between(3, 8)),
            _ => Shape.Of(random.Between(1, 24)),
        };
        var value = new Value("x" + values.Count, shape);
        attributes.Append($"[Input({string.Join(", ", shape.Dimensions)}, Name = \"{value.Name}\")]\n");
        values.Add(value);
    }

    private void AddLayer()
    {
        // Mostly a chain, with branches from earlier values.
        var source = random.OneIn(3) ? random.Of(values) : values[^1];
        if (random.OneIn(4) && TryMerge(source))
            return;
        if (drawsShapes && random.OneIn(8) && TrySplit(source))
            return;
        var layer = (drawsShapes && random.OneIn(2) ? RandomShapeLayer.Draw(random, source.Shape) : null) ?? RandomLayer.Draw(random, source.Shape, name);
        var from = source == values[^1] && random.OneIn(2) ? "" : $"From = \"{source.Name}\", ";
        source.IsRead = true;
        Add(layer.Text, from, layer.Result);
    }

    private bool TrySplit(Value source)
    {
        var axis = random.Between(0, source.Shape.Rank - 1);
        var length = source.Shape[axis];
        if (length < 2)
            return false;
        var first = random.Between(1, length - 1);
        source.IsRead = true;
        Value[] parts = [new("v" + values.Count, source.Shape.With(axis, first)), new("v" + (values.Count + 1), source.Shape.With(axis, length - first))];
        attributes.Append($"[Split(\"{parts[0].Name}\", \"{parts[1].Name}\", Lengths = new[] {{ {first}, {length - first} }}, Axis = {axis}, From = \"{source.Name}\")]\n");
        values.AddRange(parts);
        return true;
    }

    private bool TryMerge(Value source)
    {
        if (drawsShapes && random.OneIn(4) && source.Shape is { Rank: < 4, Length: < 200 })
        {
            var axis = random.Between(0, source.Shape.Rank);
            Value[] alike = [source, random.Of(values.Where(value => value.Shape == source.Shape).ToArray())];
            Merge("Stack", alike, $"Axis = {axis}, ", source.Shape.Insert(axis).With(axis, 2));
            return true;
        }

        return TryJoin(source);
    }

    private bool TryJoin(Value source)
    {
        var alike = values.Where(value => value.Shape == source.Shape).ToArray();
        if (alike.Length > 1 && random.OneIn(2))
        {
            var operands = Enumerable.Range(0, random.Between(1, 2)).Select(_ => random.Of(alike)).Prepend(source).ToArray();
            Merge("Add", operands, "", source.Shape);
            return true;
        }

        var axis = random.Between(0, source.Shape.Rank - 1);
        var joinable = values.Where(value => value.Shape.Rank == source.Shape.Rank
            && value.Shape.Reduce([axis]) == source.Shape.Reduce([axis])).ToArray();
        var joined = Enumerable.Range(0, random.Between(1, 2)).Select(_ => random.Of(joinable)).Prepend(source).ToArray();
        var length = joined.Sum(value => value.Shape[axis]);
        if (length > 40)
            return false;
        var shape = Shape.Of([.. source.Shape.Dimensions.Select((dimension, i) => i == axis ? length : dimension)]);
        Merge("Concat", joined, $"Axis = {(random.OneIn(2) ? axis : axis - source.Shape.Rank)}, ", shape);
        return true;
    }

    private void Merge(string kind, IReadOnlyList<Value> operands, string arguments, Shape result)
    {
        foreach (var operand in operands)
            operand.IsRead = true;
        Add($"{kind}({string.Join(", ", operands.Select(operand => $"\"{operand.Name}\""))}, ", arguments, result);
    }

    private void Add(string layer, string arguments, Shape result)
    {
        var value = new Value("v" + values.Count, result);
        attributes.Append($"[{layer}{arguments}Name = \"{value.Name}\")]\n");
        values.Add(value);
    }

    private void AddLoss()
    {
        var source = random.Of(values);
        var kinds = new List<string> { "MeanSquaredError", "HalfSumSquaredError", "SigmoidBinaryCrossEntropy" };
        if (source.Shape[0] >= 2)
            kinds.AddRange(["SoftmaxCrossEntropy", "SoftmaxCrossEntropy"]);
        var weight = random.OneIn(2) ? $", Weight = {random.Real(0.2, 2)}" : "";
        attributes.Append($"[{random.Of(kinds)}(From = \"{source.Name}\"{weight})]\n");
    }
}
