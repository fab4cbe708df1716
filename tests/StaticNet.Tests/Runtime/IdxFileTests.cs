using System.IO.Compression;

namespace StaticNet.Tests.Runtime;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(1, 12).Select(i => (byte)(20 * i))];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 255];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_read(bool compressed)
    {
        IdxImages images = IdxFile.ReadImages(Write(Images, compressed));
        (images.Count, images.Height, images.Width, images.ImageLength).ShouldBe((2, 2, 3, 6));
        images.Pixels.Length.ShouldBe(12);
        images[1].ToArray().ShouldBe([140, 160, 180, 200, 220, 240]);
        var floats = new float[6];
        images.CopyTo(1, floats);
        floats[5].ShouldBe(240 / 255f, 1e-7f);
        images.CopyTo(0, floats, scale: 1, offset: -10);
        floats.ShouldBe([10f, 30, 50, 70, 90, 110]);
        Should.Throw<ArgumentOutOfRangeException>(() => images[2].Length);
        Should.Throw<ArgumentOutOfRangeException>(() => images.CopyTo(-1, floats));
        Should.Throw<ArgumentException>(() => images.CopyTo(0, new float[5]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_are_read(bool compressed) =>
        IdxFile.ReadLabels(Write(Labels, compressed)).ShouldBe([7, 0, 255]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Wrong_files_are_refused(bool compressed)
    {
        Refuse(Labels).ShouldContain("images have rank 3, found rank 1");
        Refuse([]).ShouldContain("truncated");
        Refuse([0, 0, 8]).ShouldContain("truncated");
        Refuse(Images[..10]).ShouldContain("truncated");
        Refuse(Images[..^1]).ShouldContain("truncated");
        Refuse([.. Images, 0]).ShouldContain("goes on after its 12 elements");
        Refuse([1, .. Images[1..]]).ShouldContain("not IDX");
        Refuse([0, 0, 13, .. Images[3..]]).ShouldContain("found 13");
        Refuse([.. Images[..4], 255, .. Images[5..]]).ShouldContain("makes more than");
        Refuse([.. Images[..4], 0x7F, .. Images[5..]]).ShouldContain("makes more than");
        Refuse([.. Images[..4], 0, 255, .. Images[6..]]).ShouldContain("truncated or damaged");

        string Refuse(byte[] bytes)
        {
            string path = Write(bytes, compressed);
            string message = Should.Throw<InvalidDataException>(() => IdxFile.ReadImages(path)).Message;
            message.ShouldContain(path);
            return message;
        }
    }

    [Fact]
    public void Damaged_compression_is_refused()
    {
        string path = Write(Images, compressed: true);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Should.Throw<InvalidDataException>(() => IdxFile.ReadImages(path));
        File.WriteAllBytes(path, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
        Should.Throw<InvalidDataException>(() => IdxFile.ReadImages(path));
        Should.Throw<FileNotFoundException>(() => IdxFile.ReadImages(folder.File("none")));
    }

    [SkippableFact]
    public void Mnist_is_read()
    {
        string? data = Environment.GetEnvironmentVariable("STATICNET_DATA");
        Skip.If(string.IsNullOrEmpty(data), "STATICNET_DATA does not name the folder of data sets.");
        IdxImages images = IdxFile.ReadImages(Path.Combine(data!, "mnist", "t10k-images-idx3-ubyte.gz"));
        (images.Count, images.Height, images.Width).ShouldBe((10000, 28, 28));
        int[] labels = IdxFile.ReadLabels(Path.Combine(data!, "mnist", "t10k-labels-idx1-ubyte.gz"));
        labels.Length.ShouldBe(10000);
        labels[..5].ShouldBe([7, 2, 1, 0, 4]);
    }

    private string Write(byte[] bytes, bool compressed)
    {
        string path = folder.File("file");
        using FileStream file = File.Create(path);
        if (compressed)
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(bytes);
        }
        else
        {
            file.Write(bytes);
        }

        return path;
    }
}
