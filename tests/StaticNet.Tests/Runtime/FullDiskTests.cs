using System.Runtime.InteropServices;

namespace StaticNet.Tests.Runtime;

/// <summary>
/// Saving where the file cannot be completed. The limit on file sizes holds for the whole process, so no other test may run
/// meanwhile.
/// </summary>
[Collection(nameof(FullDiskTests))]
[CollectionDefinition(nameof(FullDiskTests), DisableParallelization = true)]
public sealed class FullDiskTests : IDisposable
{
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;
    private const nint Ignore = 1;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_save_that_runs_out_of_space_leaves_the_old_file(bool checkpoint)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The kernel is told to refuse long files through setrlimit of Linux.");
        string path = folder.File("weights.safetensors");
        FakeNetwork network = FakeNetwork.Flat(100_000);
        var trainer = new FakeTrainer(network, new Sgd(0.1f, 0.9f));
        Action save = checkpoint ? () => trainer.Save(path) : () => network.Save(path);
        save();
        byte[] old = File.ReadAllBytes(path);
        trainer.Step();

        Exception? error = WithFileSizeLimit(128 * 1024, () => Record.Exception(save));
        error.ShouldBeAssignableTo<IOException>();
        File.ReadAllBytes(path).ShouldBe(old);
        folder.Names().ShouldBe(["weights.safetensors"]);

        save();
        File.ReadAllBytes(path).ShouldNotBe(old, "with space again, the same save succeeds");
        folder.Names().ShouldBe(["weights.safetensors"]);
    }

    [Fact]
    public void A_save_onto_a_folder_leaves_nothing_behind()
    {
        string path = folder.File("folder");
        Directory.CreateDirectory(path);
        Exception? error = Record.Exception(() => FakeNetwork.Plain().Save(path));
        (error is IOException or UnauthorizedAccessException).ShouldBeTrue();
        folder.Names().ShouldBe(["folder"]);
    }

    [Fact]
    public void A_save_into_a_missing_folder_says_so() =>
        Should.Throw<DirectoryNotFoundException>(() => FakeNetwork.Plain().Save(folder.File("missing/weights.safetensors")));

    private static T WithFileSizeLimit<T>(ulong bytes, Func<T> action)
    {
        GetLimit(FileSize, out Limit limit).ShouldBe(0);
        nint handler = Signal(FileSizeSignal, Ignore);
        try
        {
            var tight = new Limit { Soft = bytes, Hard = limit.Hard };
            SetLimit(FileSize, in tight).ShouldBe(0);
            return action();
        }
        finally
        {
            SetLimit(FileSize, in limit);
            Signal(FileSizeSignal, handler);
        }
    }

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in Limit limit);

    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static extern nint Signal(int signal, nint handler);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
