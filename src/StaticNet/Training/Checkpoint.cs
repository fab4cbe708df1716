using System.Globalization;

namespace StaticNet;

/// <summary>A training on disk: a safetensors file with weights, optimizer state, and the rest in its metadata.</summary>
internal static class Checkpoint
{
    public const string VersionKey = "staticnet.checkpoint";
    public const string HyperparameterPrefix = "staticnet.optimizer.";
    public const string OptimizerStepKey = "staticnet.optimizer.step";

    /// <summary>What names of the optimizer's tensors begin with.</summary>
    public const string StatePrefix = "optimizer.";

    private const string Version = "1";
    private const string StepKey = "staticnet.step";
    private const string SeedKey = "staticnet.seed";
    private const string ClipNormKey = "staticnet.clip_norm";
    private const string OptimizerKey = "staticnet.optimizer";
    private const string PatternKey = "pattern";
    private const string RateFactorKey = "rate_factor";
    private const string WeightDecayKey = "weight_decay";
    private const string TrainableKey = "trainable";
    private const string OwnDecay = "optimizer";

    public static void Save(string path, INetwork network, Optimizer optimizer, TrainingPosition position)
    {
        var metadata = new List<KeyValuePair<string, string>>
        {
            new(VersionKey, Version),
            new(StepKey, position.StepCount.ToString(CultureInfo.InvariantCulture)),
            new(SeedKey, position.Seed.ToString(CultureInfo.InvariantCulture)),
            new(ClipNormKey, Text(position.ClipNorm)),
            new(OptimizerKey, optimizer.Name),
            new(OptimizerStepKey, optimizer.StepCount.ToString(CultureInfo.InvariantCulture)),
        };
        foreach (Hyperparameter hyperparameter in optimizer.Hyperparameters)
            metadata.Add(new(HyperparameterPrefix + hyperparameter.Name, Text(hyperparameter.Value)));
        for (int i = 0; i < optimizer.Groups.Count; i++)
        {
            ParameterGroup group = optimizer.Groups[i];
            metadata.Add(new(GroupKey(i, PatternKey), group.Pattern));
            metadata.Add(new(GroupKey(i, RateFactorKey), Text(group.RateFactor)));
            metadata.Add(new(GroupKey(i, WeightDecayKey), group.WeightDecay is { } decay ? Text(decay) : OwnDecay));
            metadata.Add(new(GroupKey(i, TrainableKey), group.IsTrainable ? "true" : "false"));
        }

        SafetensorsFile.Write(path, Tensors(network, optimizer), metadata.ToArray(), WeightMemory.Of(network), optimizer.StateTensors);
    }

    /// <summary>Restores weights and optimizer, and returns the rest. All is read and validated before the first write.</summary>
    public static TrainingPosition Load(string path, INetwork network, Optimizer optimizer)
    {
        using var file = new InputFile(path);
        try
        {
            return Load(file, network, optimizer);
        }
        catch (WeightsFormatException error)
        {
            throw new WeightsFormatException($"'{path}': {error.Message}", error);
        }
    }

    private static TrainingPosition Load(InputFile file, INetwork network, Optimizer optimizer)
    {
        SafetensorsHeader header = SafetensorsFile.ReadHeader(file, out long dataStart);
        Dictionary<string, string> metadata = header.Metadata;
        Require(metadata, VersionKey, Version, "");
        Require(metadata, OptimizerKey, optimizer.Name,
            " The checkpoint is of a training with another optimizer: create the trainer with one of that kind, or load the weights "
            + $"alone with network.Load(path, new {nameof(LoadOptions)} {{ {nameof(LoadOptions.IgnoreExtra)} = true }}).");
        long stepCount = Count(metadata, StepKey);
        long optimizerStepCount = Count(metadata, OptimizerStepKey);
        float clipNorm = Number(metadata, ClipNormKey);
        if (!NetworkTrainer.IsClipNorm(clipNorm))
            throw Wrong(ClipNormKey, "a number above 0", metadata[ClipNormKey]);
        if (!int.TryParse(Value(metadata, SeedKey), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
            throw Wrong(SeedKey, "a whole number of 32 bits", metadata[SeedKey]);
        float[] hyperparameters = ReadHyperparameters(metadata, optimizer);
        (float RateFactor, float? WeightDecay, bool IsTrainable)[] groups = ReadGroups(metadata, optimizer);

        StoredTensor[] tensors = Tensors(network, optimizer);
        SafetensorsEntry?[] entries = TensorMatch.Checkpoint(header, tensors);
        byte[][] data = SafetensorsFile.ReadData(file, dataStart, entries);
        for (int i = 0; i < tensors.Length; i++)
        {
            Span<float> buffer = Buffer(tensors[i], network, optimizer);
            SafetensorsData.Validate(entries[i]!, data[i], tensors[i].Tensor, buffer, requireFinite: false);
        }

        // From here on nothing can fail.
        for (int i = 0; i < tensors.Length; i++)
            SafetensorsData.Read(entries[i]!, data[i], tensors[i].Tensor, Buffer(tensors[i], network, optimizer));
        for (int i = 0; i < hyperparameters.Length; i++)
            optimizer.Hyperparameters[i].Value = hyperparameters[i];
        for (int i = 0; i < groups.Length; i++)
            (optimizer.Groups[i].RateFactor, optimizer.Groups[i].WeightDecay, optimizer.Groups[i].IsTrainable) = groups[i];
        optimizer.StepCount = optimizerStepCount;
        return new TrainingPosition(stepCount, seed, clipNorm);
    }

    private static StoredTensor[] Tensors(INetwork network, Optimizer optimizer)
    {
        ReadOnlySpan<TensorInfo> weights = network.Tensors;
        ReadOnlySpan<OptimizerState> states = optimizer.StateTensors;
        var tensors = new List<StoredTensor>(StoredTensor.Weights(weights));
        for (int state = 0; state < states.Length; state++)
        {
            foreach (TensorInfo weight in weights)
            {
                // An optimizer knows nothing of what is not trained.
                if (weight.Kind == TensorKind.Parameter)
                    tensors.Add(new StoredTensor($"{StatePrefix}{states[state].Name}.{weight.Name}", weight, state));
            }
        }

        return tensors.ToArray();
    }

    private static Span<float> Buffer(StoredTensor stored, INetwork network, Optimizer optimizer) =>
        stored.State == StoredTensor.Parameters ? WeightMemory.Of(network).Of(stored.Tensor) : optimizer.StateTensors[stored.State].Values;

    private static float[] ReadHyperparameters(Dictionary<string, string> metadata, Optimizer optimizer)
    {
        ReadOnlySpan<Hyperparameter> hyperparameters = optimizer.Hyperparameters;
        var values = new float[hyperparameters.Length];
        for (int i = 0; i < values.Length; i++)
        {
            string key = HyperparameterPrefix + hyperparameters[i].Name;
            values[i] = Number(metadata, key);
            if (!hyperparameters[i].Allows(values[i]))
                throw Wrong(key, hyperparameters[i].DescribeRange(), metadata[key]);
        }

        return values;
    }

    private static (float RateFactor, float? WeightDecay, bool IsTrainable)[] ReadGroups(Dictionary<string, string> metadata, Optimizer optimizer)
    {
        const string remedy = " Give the trainer an optimizer with the groups of the one that was saved, in their order.";
        var groups = new (float RateFactor, float? WeightDecay, bool IsTrainable)[optimizer.Groups.Count];
        if (metadata.TryGetValue(GroupKey(groups.Length, PatternKey), out string? more))
            throw Wrong(GroupKey(groups.Length, PatternKey), "no other group", more, remedy);
        for (int i = 0; i < groups.Length; i++)
        {
            Require(metadata, GroupKey(i, PatternKey), optimizer.Groups[i].Pattern, remedy);
            string decay = Value(metadata, GroupKey(i, WeightDecayKey));
            string trainable = Value(metadata, GroupKey(i, TrainableKey));
            groups[i] = (
                FromZero(metadata, GroupKey(i, RateFactorKey)),
                decay == OwnDecay ? null : FromZero(metadata, GroupKey(i, WeightDecayKey)),
                trainable is "true" or "false" ? trainable == "true" : throw Wrong(GroupKey(i, TrainableKey), "true or false", trainable));
        }

        return groups;
    }

    private static float FromZero(Dictionary<string, string> metadata, string key) =>
        Number(metadata, key) is var number && ParameterGroup.IsAllowed(number) ? number : throw Wrong(key, "a finite number from 0", metadata[key]);

    private static string GroupKey(int index, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"staticnet.group.{index}.{key}");

    private static string Value(Dictionary<string, string> metadata, string key)
    {
        if (!metadata.ContainsKey(VersionKey))
            throw new WeightsFormatException("The file holds no training checkpoint; load weights alone through the network, with network.Load(path).");
        return metadata.TryGetValue(key, out string? value) ? value : throw Wrong(key, "a value", "nothing");
    }

    private static void Require(Dictionary<string, string> metadata, string key, string expected, string remedy)
    {
        string found = Value(metadata, key);
        if (found != expected)
            throw Wrong(key, $"'{expected}'", found, remedy);
    }

    private static long Count(Dictionary<string, string> metadata, string key) =>
        long.TryParse(Value(metadata, key), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count
            : throw Wrong(key, "a whole number from 0", metadata[key]);

    private static float Number(Dictionary<string, string> metadata, string key) =>
        float.TryParse(Value(metadata, key), NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            ? number
            : throw Wrong(key, "a number", metadata[key]);

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static WeightsFormatException Wrong(string key, string expected, string found, string remedy = "") =>
        new($"Metadata '{Quotation.Of(key)}': expected {expected}, found '{Quotation.Of(found)}'.{remedy}");
}
