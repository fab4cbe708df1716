using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_come_back_in_every_layout()
    {
        string path = folder.File("weights.safetensors");
        FakeNetwork plain = Numbered(FakeNetwork.Plain());
        plain.Save(path);

        FakeNetwork fromFile = FakeNetwork.Transposed();
        fromFile.Load(path);
        fromFile.Logical().ShouldBe(plain.Logical());

        FakeNetwork fromBytes = FakeNetwork.Transposed();
        fromBytes.Load(File.ReadAllBytes(path));
        fromBytes.Logical().ShouldBe(plain.Logical());

        string again = folder.File("again.safetensors");
        fromFile.Save(again);
        File.ReadAllBytes(again).ShouldBe(File.ReadAllBytes(path), "a file does not depend on the layout");
    }

    [Fact]
    public void The_file_is_safetensors_sorted_and_aligned()
    {
        string path = folder.File("weights.safetensors");
        Numbered(FakeNetwork.Transposed()).Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (header % 8).ShouldBe(0);
        bytes.Length.ShouldBe(8 + header + 15 * 4);
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(8, header));
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["__metadata__", "0.bias", "0.weight"]);
        json.RootElement.GetProperty("__metadata__").GetProperty("format").GetString().ShouldBe("pt");
        json.RootElement.GetProperty("0.weight").GetRawText().ShouldBe("{\"dtype\":\"F32\",\"shape\":[3,4],\"data_offsets\":[12,60]}");
        for (int i = 0; i < 12; i++)
            BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + header + 12 + i * 4)).ShouldBe(i + 1);
    }

    [Theory]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("F32", 4)]
    [InlineData("F64", 8)]
    public void Every_float_type_is_converted(string type, int size)
    {
        float[] values = [1.5f, -0.25f, 256, 0];
        var data = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> element = data.AsSpan(i * size);
            switch (type)
            {
                case "F16": BinaryPrimitives.WriteHalfLittleEndian(element, (Half)values[i]); break;
                case "BF16": BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16)); break;
                case "F32": BinaryPrimitives.WriteSingleLittleEndian(element, values[i]); break;
                default: BinaryPrimitives.WriteDoubleLittleEndian(element, values[i]); break;
            }
        }

        byte[] file = Safetensors.Bytes($$$"""{"w":{"dtype":"{{{type}}}","shape":[4],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        FakeNetwork network = FakeNetwork.Flat(4);
        network.Load(file);
        network.Parameters.ToArray().ShouldBe(values);

        // An odd address must do as well: resources are not aligned.
        byte[] shifted = new byte[file.Length + 1];
        file.CopyTo(shifted, 1);
        network.Parameters.Clear();
        network.Load(shifted.AsSpan(1));
        network.Parameters.ToArray().ShouldBe(values);
    }

    [Theory]
    [InlineData("F32", 4, 0x7F800000UL)]
    [InlineData("F32", 4, 0xFFC00000UL)]
    [InlineData("F16", 2, 0x7C00UL)]
    [InlineData("BF16", 2, 0x7FC0UL)]
    [InlineData("F64", 8, 0x7FEFFFFFFFFFFFFFUL)]
    public void Numbers_that_are_not_finite_are_refused_only_where_asked(string type, int size, ulong bits)
    {
        var data = new byte[2 * size];
        for (int i = 0; i < size; i++)
            data[size + i] = (byte)(bits >> (8 * i));
        byte[] file = Safetensors.Bytes($$$"""{"w":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        FakeNetwork network = FakeNetwork.Flat(2);
        network.Parameters.Fill(9);
        Should.Throw<WeightsFormatException>(() => WeightsFile.Load(file, network.Tensors, network.Parameters, default, LoadOptions.ExactAndFinite))
            .Message.ShouldContain("Tensor 'w': expected finite numbers");
        network.Parameters.ToArray().ShouldBe([9f, 9f]);
        WeightsFile.Load(file, network.Tensors, network.Parameters, default, LoadOptions.Exact);
        float.IsFinite(network.Parameters[1]).ShouldBeFalse();
    }

    [Fact]
    public void Names_beyond_ASCII_and_scalars_and_empty_tensors_survive()
    {
        string path = folder.File("weights.safetensors");
        TensorInfo[] tensors =
        [
            new("größe \"\\\u0001 \U0001F600", 0, [], [], Initializer.HeNormal, 1, 1, 1),
            new("empty", 1, [0, 5], [5, 1], Initializer.HeNormal, 1, 1, 1),
            new("last", 1, [2], [1], Initializer.HeNormal, 1, 1, 1),
        ];
        WeightsFile.Save(path, tensors, [1f, 2, 3], default);
        var parameters = new float[3];
        WeightsFile.Load(path, tensors, parameters, default, LoadOptions.Exact);
        parameters.ShouldBe([1f, 2, 3]);
    }

    [Fact]
    public void Two_tensors_of_one_name_cannot_be_saved()
    {
        string path = folder.File("weights.safetensors");
        Should.Throw<ArgumentException>(() => FakeNetwork.Ambiguous().Save(path)).Message.ShouldContain("named 'w'");
        folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public void Reading_in_place_copies_no_data()
    {
        FakeNetwork network = FakeNetwork.Flat(1 << 20);
        string path = folder.File("weights.safetensors");
        network.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        network.Load(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.Load(bytes);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16_384);
    }

    [Fact]
    public void Messages_about_files_name_the_file()
    {
        string path = folder.File("weights.safetensors");
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes("not safetensors at all"));
        Should.Throw<WeightsFormatException>(() => FakeNetwork.Plain().Load(path)).Message.ShouldContain(path);
        Should.Throw<FileNotFoundException>(() => FakeNetwork.Plain().Load(folder.File("none")));
        Should.Throw<ArgumentException>(() => FakeNetwork.Plain().Load(""));
        Should.Throw<ArgumentException>(() => FakeNetwork.Plain().Save(""));
    }

    private static FakeNetwork Numbered(FakeNetwork network)
    {
        float next = 1;
        foreach (TensorInfo tensor in network.Tensors)
            tensor.View(network.Parameters).CopyFrom(Enumerable.Range(0, tensor.Length).Select(_ => next++).ToArray());
        return network;
    }
}
