namespace StaticNet.Tests.Runtime;

/// <summary>Messages quote at most a line of a file, whatever is long in it.</summary>
public sealed class QuotationTests
{
    private const int Length = 1_000_000;
    private static readonly string Long = new('n', Length);
    private static readonly string Numbers = string.Join(",", Enumerable.Repeat("1", Length / 2));

    public static TheoryData<string, string> Headers => new()
    {
        { "name", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}}}" },
        { "malformed name", $"{{\"{Long}\":7}}" },
        { "name twice", $"{{\"{Long}\":{Entry(0)},\"{Long}\":{Entry(0)}}}" },
        { "name of wrong size", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}}}" },
        { "name beyond the file", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}}}" },
        { "name with a hole", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}}}" },
        { "name that ends early", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,0]}}}}" },
        { "name without type", $"{{\"{Long}\":{{}}}}" },
        { "name with a field twice", $"{{\"{Long}\":{{\"dtype\":\"F32\",\"dtype\":\"F32\"}}}}" },
        { "type", $"{{\"w\":{{\"dtype\":\"{Long}\",\"shape\":[1],\"data_offsets\":[0,4]}}}}" },
        { "shape", $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[{Numbers}],\"data_offsets\":[0,4]}}}}" },
        { "shape of another", $"{{\"w\":{Entry(0)},\"x\":{{\"dtype\":\"F32\",\"shape\":[0,{Numbers}],\"data_offsets\":[4,4]}}}}" },
        { "shape and size", $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[2,{Numbers}],\"data_offsets\":[0,4]}}}}" },
        { "offsets", $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{Numbers}]}}}}" },
        { "number", $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[{new string('9', Length)}],\"data_offsets\":[0,4]}}}}" },
        { "text for a number", $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[\"{Long}\"],\"data_offsets\":[0,4]}}}}" },
        { "key of metadata", $"{{\"__metadata__\":{{\"{Long}\":1}},\"w\":{Entry(0)}}}" },
        { "key twice", $"{{\"__metadata__\":{{\"{Long}\":\"\",\"{Long}\":\"\"}},\"w\":{Entry(0)}}}" },
        { "literal", $"{{\"w\":tru{Long}}}" },
        { "many names", $"{{{string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"{new string('m', 90)}{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))}}}" },
        { "lines", "{\"a\\nb\\u2028c\\u0000\":7}" },
    };

    public static TheoryData<string> Keys => new()
    {
        "staticnet.checkpoint", "staticnet.step", "staticnet.seed", "staticnet.clip_norm", "staticnet.optimizer", "staticnet.optimizer.step",
        "staticnet.optimizer.beta1",
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Headers_are_quoted_in_part(string what, string header)
    {
        FakeNetwork network = FakeNetwork.Flat(1);
        foreach (LoadOptions options in new[] { new LoadOptions(), new LoadOptions { AllowMissing = true, RequireFinite = true } })
            RequireShort(Should.Throw<WeightsFormatException>(() => network.Load(Safetensors.Bytes(header, new byte[4]), options), what));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_quoted_in_part()
    {
        var tensor = new TensorInfo(Long, 0, [1], [1], Initializer.HeNormal, 1, 1, 1);
        byte[] file = Safetensors.Bytes($"{{\"{Long}\":{Entry(0)}}}", [0, 0, 0xC0, 0x7F]);
        RequireShort(Should.Throw<WeightsFormatException>(() => StaticNet.Runtime.WeightsFile.Load(file, [tensor], new float[1], default, LoadOptions.ExactAndFinite)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Checkpoints_are_quoted_in_part(string key)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("checkpoint.safetensors");
        new FakeTrainer(FakeNetwork.Flat(1), new Adam()).Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        int length = BitConverter.ToInt32(bytes);
        string header = System.Text.Encoding.UTF8.GetString(bytes, 8, length);
        int start = header.IndexOf($"\"{key}\":\"", StringComparison.Ordinal) + key.Length + 4;
        header = header[..start] + Long + header[header.IndexOf('"', start)..];
        File.WriteAllBytes(path, Safetensors.Bytes(header, bytes.AsSpan(8 + length)));
        RequireShort(Should.Throw<WeightsFormatException>(() => new FakeTrainer(FakeNetwork.Flat(1), new Adam()).Load(path)));

        // Settings of another optimizer are told, too.
        File.WriteAllBytes(path, Safetensors.Bytes(header.Replace("optimizer.exp_avg.w", "optimizer.else.w"), bytes.AsSpan(8 + length)));
        RequireShort(Should.Throw<WeightsFormatException>(() => new FakeTrainer(FakeNetwork.Flat(1), new Adam()).Load(path)));
    }

    private static string Entry(int start) => $"{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{start},{start + 4}]}}";

    private static void RequireShort(Exception error)
    {
        for (Exception? next = error; next is not null; next = next.InnerException)
        {
            next.Message.Length.ShouldBeLessThan(900);
            next.Message.ShouldNotContain("\n");
            next.Message.ShouldNotContain("\u2028");
        }
    }
}
