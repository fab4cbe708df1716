using System.Buffers.Binary;
using System.Text.Json;

namespace StaticNet.Tests.Runtime;

/// <summary>Files that differ from the network: of a model of which it is a part, with other names, with more or with less.</summary>
public sealed class LoadOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("model.")]
    [InlineData("module.")]
    [InlineData("_orig_mod.module.")]
    public void A_prefix_is_named_and_taken(string prefix)
    {
        byte[] file = FileOf((prefix + "0.weight", [3, 4]), (prefix + "0.bias", [3]));
        Refuse(file).ShouldContain($"new LoadOptions {{ Prefix = \"{prefix}\" }}");
        Refuse(file, new LoadOptions { Prefix = "net." }).ShouldContain($"Prefix = \"{prefix}\"");
        Accept(file, new LoadOptions { Prefix = prefix });
        Refuse(FileOf(("0.weight", [3, 4]), ("0.bias", [3])), new LoadOptions { Prefix = prefix }).ShouldContain("without LoadOptions.Prefix");
    }

    [Fact]
    public void A_prefix_is_named_also_where_there_is_something_else()
    {
        byte[] file = FileOf(("net.0.weight", [3, 4]), ("net.0.bias", [3]), ("head.weight", [2, 3]), ("head.0.bias", [3]));
        Refuse(file).ShouldContain("Prefix = \"net.\"");
        Refuse(file, new LoadOptions { Prefix = "net." }).ShouldContain("IgnoreExtra = true");
        Accept(file, new LoadOptions { Prefix = "net.", IgnoreExtra = true });
    }

    [Theory]
    [InlineData("F32", 4)]
    [InlineData("I64", 8)]
    [InlineData("BOOL", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("a type to come", 1)]
    public void More_tensors_are_ignored_where_asked(string type, int size)
    {
        byte[] file = FileOf(type, size, ("0.weight", [3, 4]), ("0.bias", [3]), ("1.num_batches_tracked", [1]));
        Refuse(file).ShouldContain("'1.num_batches_tracked' [1] is unexpected: the network has no tensor of that name. If the network");
        Refuse(file).ShouldContain("new LoadOptions { IgnoreExtra = true }");
        Accept(file, new LoadOptions { IgnoreExtra = true });
    }

    [Fact]
    public void Fewer_tensors_are_allowed_where_asked()
    {
        byte[] file = FileOf(("0.weight", [3, 4]));
        Refuse(file).ShouldContain("new LoadOptions { AllowMissing = true }");
        FakeNetwork network = Nines();
        network.Load(file, new LoadOptions { AllowMissing = true });
        network.Parameters[..12].ToArray().ShouldBe(Enumerable.Range(1, 12).Select(i => (float)i));
        network.Parameters[12..].ToArray().ShouldBe([9f, 9, 9]);

        Refuse(FileOf(("other", [1])), new LoadOptions { AllowMissing = true, IgnoreExtra = true }).ShouldContain("the file has none");
        Refuse(FileOf(("m.0.weight", [3, 4]), ("m.0.bias", [3])), new LoadOptions { AllowMissing = true }).ShouldContain("Prefix = \"m.\"");
    }

    [Fact]
    public void Tensors_and_layers_may_have_other_names()
    {
        Accept(FileOf(("fc1.weight", [3, 4]), ("fc1.bias", [3])), new LoadOptions { Names = Map(("0", "fc1")) });
        Accept(FileOf(("w", [3, 4]), ("0.bias", [3])), new LoadOptions { Names = Map(("0.weight", "w")) });
        Accept(FileOf(("net.w", [3, 4]), ("net.fc.bias", [3])), new LoadOptions { Prefix = "net.", Names = Map(("0", "fc"), ("0.weight", "w")) });
        Accept(FileOf(("weight", [3, 4]), ("bias", [3])), new LoadOptions { Names = Map(("0", "")) });
        Refuse(FileOf(("fc1.weight", [3, 4]), ("fc1.bias", [3]))).ShouldContain("LoadOptions.Names");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0.weigh")]
    [InlineData("")]
    public void A_name_that_the_network_has_not_is_a_mistake(string name)
    {
        FakeNetwork network = Nines();
        byte[] file = FileOf(("0.weight", [3, 4]), ("0.bias", [3]));
        var error = Should.Throw<ArgumentException>(() => network.Load(file, new LoadOptions { Names = Map((name, "x")) }));
        error.ParamName.ShouldBe("options");
        error.Message.ShouldContain($"'{name}' names no tensor");
        network.Parameters.ToArray().ShouldAllBe(value => value == 9);
    }

    [Fact]
    public void Shapes_types_and_numbers_are_checked_whatever_the_options()
    {
        var all = new LoadOptions { IgnoreExtra = true, AllowMissing = true, RequireFinite = true };
        Refuse(FileOf(("0.weight", [4, 3]), ("0.bias", [3])), all).ShouldContain("expected shape [3, 4], found [4, 3]");
        Refuse(FileOf("I32", 4, ("0.weight", [3, 4]), ("0.bias", [3])), all).ShouldContain("expected dtype F32, F16, BF16 or F64, found 'I32'");
        byte[] file = FileOf(("0.weight", [3, 4]), ("0.bias", [3]));
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), float.NaN);
        Refuse(file, all).ShouldContain("expected finite numbers");
    }

    [Fact]
    public void Options_may_not_be_null()
    {
        Should.Throw<ArgumentNullException>(() => FakeNetwork.Plain().Load([], null!));
        Should.Throw<ArgumentNullException>(() => FakeNetwork.Plain().Load("x", null!));
        Should.Throw<ArgumentNullException>(() => new LoadOptions { Prefix = null! });
        Should.Throw<ArgumentNullException>(() => new LoadOptions { Names = null! });
    }

    private static Dictionary<string, string> Map(params (string Ours, string Theirs)[] names) =>
        names.ToDictionary(name => name.Ours, name => name.Theirs);

    private static FakeNetwork Nines()
    {
        FakeNetwork network = FakeNetwork.Plain();
        network.Parameters.Fill(9);
        return network;
    }

    private static byte[] FileOf(params (string Name, int[] Shape)[] tensors) => FileOf("F32", 4, tensors);

    /// <summary>A file whose floats are 1, 2, 3... and whose last tensor is of the given type.</summary>
    private static byte[] FileOf(string lastType, int lastSize, params (string Name, int[] Shape)[] tensors)
    {
        var header = new Dictionary<string, object>();
        var data = new List<byte>();
        float next = 1;
        for (int t = 0; t < tensors.Length; t++)
        {
            bool isLast = t == tensors.Length - 1;
            int length = tensors[t].Shape.Aggregate(1, (product, size) => product * size);
            int start = data.Count;
            for (int i = 0; i < length; i++)
                data.AddRange(isLast && lastType != "F32" ? new byte[lastSize] : BitConverter.GetBytes(next++));
            header[tensors[t].Name] = new { dtype = isLast ? lastType : "F32", shape = tensors[t].Shape, data_offsets = new[] { start, data.Count } };
        }

        return Safetensors.Bytes(JsonSerializer.Serialize(header), data.ToArray());
    }

    /// <summary>Both ways of loading must take the bytes.</summary>
    private void Accept(byte[] file, LoadOptions options)
    {
        string path = folder.File("weights.safetensors");
        File.WriteAllBytes(path, file);
        foreach (bool fromFile in new[] { false, true })
        {
            FakeNetwork network = Nines();
            if (fromFile)
                network.Load(path, options);
            else
                network.Load(file, options);
            network.Parameters.ToArray().ShouldBe(Enumerable.Range(1, 15).Select(i => (float)i));
        }
    }

    /// <summary>Both ways of loading must refuse the bytes alike and write nothing.</summary>
    private string Refuse(byte[] file, LoadOptions? options = null)
    {
        string path = folder.File("weights.safetensors");
        File.WriteAllBytes(path, file);
        FakeNetwork network = Nines();
        string fromBytes = Should.Throw<WeightsFormatException>(() => network.Load(file, options ?? new LoadOptions())).Message;
        string fromFile = Should.Throw<WeightsFormatException>(() => network.Load(path, options ?? new LoadOptions())).Message;
        fromFile.ShouldBe($"'{path}': {fromBytes}");
        network.Parameters.ToArray().ShouldAllBe(value => value == 9);
        return fromBytes;
    }
}
