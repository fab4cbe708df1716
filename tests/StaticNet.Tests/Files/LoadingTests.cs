using System.Collections;
using System.IO.Compression;
using System.Text;
using StaticNet.Tests.Runtime;

namespace StaticNet.Tests.Files;

/// <summary>What a load makes of files that are none, are of another kind, or change meanwhile.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[], string, string> Foreign => new()
    {
        { "pt", Zip("archive/data.pkl"), "torch.save", "safetensors.torch import save_file" },
        { "stored pt", Zip("model/data.pkl", CompressionLevel.NoCompression), "torch.save", "save_file(torch.load(" },
        { "npz", Zip("weight.npy"), "NumPy", "safetensors.numpy import save_file" },
        { "keras", Zip("config.json"), "Keras", "save_file" },
        { "old pt", [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'], "pickle", "save_file" },
        { "pickle", [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'}', (byte)'.'], "pickle", "save_file" },
        { "h5", [0x89, .. "HDF\r\n\x1a\n"u8, .. new byte[600]], "HDF5", "h5py" },
        { "onnx", [8, 8, 0x12, 7, .. "pytorch"u8, .. new byte[600]], "ONNX", "onnx.load(" },
        { "gz", Compressed(), "gzip", "Decompress" },
        { "bz2", [.. "BZh91AY&SY"u8], "compressed", "Decompress" },
        { "npy", [0x93, .. "NUMPY\x01\0v\0{'descr'"u8], "NumPy", "save_file" },
        { "gguf", [.. "GGUF\x03\0\0\0\x20\x01\0\0"u8], "GGUF", "safetensors" },
        { "tflite", [0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[100]], "TensorFlow Lite", "safetensors" },
        { "lfs", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:1"u8], "Git LFS", "git lfs pull" },
        { "html", [.. "\n<!DOCTYPE html><html>"u8], "web page", "Download" },
        { "index", [.. "{\"metadata\": {\"total_size\": 1}}"u8], "JSON", "safetensors file itself" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Files_of_other_formats_are_known(string name, byte[] bytes, string format, string remedy)
    {
        string path = folder.File(name);
        File.WriteAllBytes(path, bytes);
        FakeNetwork network = FakeNetwork.Flat(2);
        foreach (Action load in new Action[]
        {
            () => network.Load(path), () => network.Load(bytes), () => new FakeTrainer(network, new Adam()).Load(path),
            () => network.Load(path, new LoadOptions { IgnoreExtra = true, AllowMissing = true }),
        })
        {
            string message = Should.Throw<WeightsFormatException>(load).Message;
            message.ShouldContain("not safetensors, but seems to be");
            message.ShouldContain(format);
            message.ShouldContain(remedy);
            message.ShouldNotContain("header");
        }
    }

    [Fact]
    public void A_header_whose_length_looks_like_another_format_is_a_header()
    {
        // 0x1F8B bytes, padded: what gzip begins with, in the other order, and ONNX begins with 8 and a small number.
        foreach (int length in new[] { 0x8B1F, 0x120808 })
        {
            byte[] header = Encoding.UTF8.GetBytes("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".PadRight(length));
            FakeNetwork network = FakeNetwork.Flat(1);
            network.Load(Safetensors.Bytes(header, [0, 0, 0x80, 0x3F]));
            network.Parameters[0].ShouldBe(1);
        }
    }

    [SkippableFact]
    public void What_is_no_file_is_refused_without_opening_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other devices.");
        foreach ((string path, string kind) in new[]
        {
            (folder.Path, "a folder"), ("/dev/zero", "a device"), (NamedPipe.Create(folder.File("pipe")), "a pipe"),
        })
        {
            FakeNetwork network = FakeNetwork.Plain();
            foreach (Action load in new Action[]
            {
                () => network.Load(path), () => network.Load(path, new LoadOptions()), () => new FakeTrainer(network, new Adam()).Load(path),
                () => IdxFile.ReadLabels(path), () => IdxFile.ReadImages(path),
            })
                Should.Throw<IOException>(load).Message.ShouldContain($"'{path}' is {kind}");
        }
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(-60)]
    [InlineData(4)]
    [InlineData(0)]
    public void A_file_that_changes_while_it_is_read_changes_nothing(int growth)
    {
        string path = folder.File("weights.safetensors");
        FakeNetwork saved = FakeNetwork.Plain();
        saved.Parameters.Fill(1);
        saved.Save(path);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        FakeNetwork network = FakeNetwork.Transposed();
        network.Parameters.Fill(9);

        // Asked for between header and data.
        var names = new Hook(() =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(file.Length + growth);
            file.Position = file.Length - 1;
            file.WriteByte(7);
        });
        Should.Throw<IOException>(() => network.Load(path, new LoadOptions { Names = names })).Message
            .ShouldContain($"'{path}' changed while it was read");
        network.Parameters.ToArray().ShouldAllBe(value => value == 9);
    }

    [Fact]
    public void Two_gigabytes_of_other_tensors_are_not_read()
    {
        string path = folder.File("large.safetensors");
        const long large = 5L << 30;
        string header = $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{large},{large + 4}]}},"
            + $"\"x\":{{\"dtype\":\"U8\",\"shape\":[{large}],\"data_offsets\":[0,{large}]}}}}";
        File.WriteAllBytes(path, Safetensors.Bytes(header, []));
        using (FileStream file = File.OpenWrite(path))
        {
            // A hole: no disk is written for it.
            file.Position = file.Length + large;
            file.Write([0, 0, 0x80, 0x3F]);
        }

        FakeNetwork network = FakeNetwork.Flat(1);
        network.Load(path, new LoadOptions { IgnoreExtra = true });
        network.Parameters[0].ShouldBe(1);
    }

    private static byte[] Zip(string entry, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            using Stream stream = archive.CreateEntry(entry, level).Open();
            stream.Write(new byte[100]);
        }

        return memory.ToArray();
    }

    private static byte[] Compressed()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress))
            gzip.Write(new byte[100]);
        return memory.ToArray();
    }

    /// <summary>An empty map that does something when it is asked.</summary>
    private sealed class Hook(Action action) : IReadOnlyDictionary<string, string>
    {
        public IEnumerable<string> Keys => [];

        public IEnumerable<string> Values => [];

        public int Count
        {
            get
            {
                action();
                action = () => { };
                return 0;
            }
        }

        public string this[string key] => throw new KeyNotFoundException();

        public bool ContainsKey(string key) => false;

        public bool TryGetValue(string key, out string value)
        {
            value = "";
            return false;
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, string>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
