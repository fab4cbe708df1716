using System.Net.Sockets;
using System.Runtime.Versioning;
using StaticNet.Tests.Runtime;

namespace StaticNet.Tests.Files;

/// <summary>What a save makes of what lies at its path.</summary>
public sealed class SavingTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder folder = new();

    public static TheoryData<UnixFileMode> Modes => new()
    {
        Private,
        Private | UnixFileMode.GroupRead,
        Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite,
        UnixFileMode.UserRead,
        Private | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute,
    };

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void Links_are_followed_and_stay_links(int length, bool exists)
    {
        RequireUnix();
        string target = folder.File("weights.safetensors");
        if (exists)
            File.WriteAllText(target, "old");
        string path = target;
        for (int i = 0; i < length; i++)
        {
            string link = folder.File($"link{i}");
            File.CreateSymbolicLink(link, i % 2 == 0 ? Path.GetFileName(path) : path);
            path = link;
        }

        foreach (bool isCheckpoint in new[] { false, true })
        {
            Save(path, isCheckpoint);
            new FileInfo(path).LinkTarget.ShouldNotBeNull();
            new FileInfo(target).LinkTarget.ShouldBeNull();
            FakeNetwork.Plain().Load(target, new LoadOptions { IgnoreExtra = true });
            folder.Names().Length.ShouldBe(1 + length);
        }
    }

    [SkippableFact]
    public void A_link_leads_on_from_the_folder_in_which_it_lies()
    {
        RequireUnix();
        Directory.CreateDirectory(folder.File("real/deep"));
        Directory.CreateSymbolicLink(folder.File("short"), folder.File("real/deep"));
        File.CreateSymbolicLink(folder.File("real/deep/link"), "../weights");
        string path = folder.File("short/link");
        FakeNetwork.Plain().Save(path);
        File.Exists(folder.File("real/weights")).ShouldBeTrue("'..' is the parent of where the link is, not of what its path is called");
        FakeNetwork.Plain().Load(path);
    }

    [SkippableFact]
    public void Links_in_a_circle_or_to_nowhere_are_refused()
    {
        RequireUnix();
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");
        Should.Throw<IOException>(() => FakeNetwork.Plain().Save(folder.File("a"))).Message.ShouldContain("circle");
        File.CreateSymbolicLink(folder.File("c"), "missing/weights");
        Should.Throw<DirectoryNotFoundException>(() => FakeNetwork.Plain().Save(folder.File("c"))).Message.ShouldContain(folder.File("c"));
        File.CreateSymbolicLink(folder.File("d"), ".");
        Should.Throw<IOException>(() => FakeNetwork.Plain().Save(folder.File("d"))).Message.ShouldContain("is a folder");
        folder.Names().ShouldBe(["a", "b", "c", "d"]);
    }

    [SkippableTheory]
    [MemberData(nameof(Modes))]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_is_kept(UnixFileMode mode)
    {
        RequireUnix();
        string path = folder.File("weights.safetensors");
        FakeNetwork.Plain().Save(path);
        foreach (bool isCheckpoint in new[] { false, true })
        {
            File.SetUnixFileMode(path, mode);
            Save(path, isCheckpoint);
            File.GetUnixFileMode(path).ShouldBe(mode);
        }
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void The_owner_is_kept_where_the_system_allows_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "It takes root to give files away.");
        string path = folder.File("weights.safetensors");
        FakeNetwork.Plain().Save(path);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
            new FileStatus(FileKind.Regular, 65534, 65533).TryGiveTo(file).ShouldBeTrue();
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead);
        FakeNetwork.Plain().Save(path);
        FileStatus status = FileStatus.Of(path);
        (status.Owner, status.Group).ShouldBe((65534u, 65533u));
        File.GetUnixFileMode(path).ShouldBe(Private | UnixFileMode.GroupRead);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_no_file_is_refused(bool isCheckpoint)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other devices.");
        string socket = folder.File("socket");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        File.CreateSymbolicLink(folder.File("full"), "/dev/full");
        Directory.CreateDirectory(folder.File("folder"));
        string[] before = folder.Names();
        foreach ((string path, string kind) in new[]
        {
            ("/dev/full", "a device"), (folder.File("full"), "a device"), (NamedPipe.Create(folder.File("pipe")), "a pipe"), (socket, "a socket"),
            (folder.File("folder"), "a folder"), (folder.File("folder/"), "a folder"), ("/", "a folder"), (folder.File("new/"), "a folder"),
        })
        {
            IOException error = Should.Throw<IOException>(() => Save(path, isCheckpoint));
            error.Message.ShouldContain($"'{path}'");
            error.Message.ShouldContain(kind);
        }

        FileStatus.Of("/dev/full").Kind.ShouldBe(FileKind.Device);
        FileStatus.Of(folder.File("pipe")).Kind.ShouldBe(FileKind.Pipe);
        folder.Names().ShouldBe([.. before.Append("pipe").Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [InlineData("a", 255)]
    [InlineData("ä", 127)]
    [InlineData("網", 85)]
    [InlineData("\U0001F600", 63)]
    public void A_name_may_be_as_long_as_the_system_allows(string letter, int count)
    {
        string path = folder.File(string.Concat(Enumerable.Repeat(letter, count)));
        foreach (bool isCheckpoint in new[] { false, true })
        {
            Save(path, isCheckpoint);
            folder.Names().ShouldBe([Path.GetFileName(path)]);
        }
    }

    [Fact]
    public void What_killed_saves_left_behind_is_removed()
    {
        string path = folder.File("weights.safetensors");
        for (int i = 0; i < 3; i++)
            File.WriteAllText(TemporaryFiles.NewName(path), "half");
        string other = TemporaryFiles.NewName(folder.File("other.safetensors"));
        File.WriteAllText(other, "half");
        string mine = folder.File(".weights.safetensors.tmp");
        File.WriteAllText(mine, "not ours");
        FakeNetwork.Plain().Save(path);
        folder.Names().ShouldBe([.. new[] { "weights.safetensors", Path.GetFileName(other), Path.GetFileName(mine) }.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void What_another_save_is_writing_stays()
    {
        string path = folder.File("weights.safetensors");
        using (var running = new AtomicFile(path))
        {
            running.Write("slow"u8);
            FakeNetwork.Plain().Save(path);
            folder.Names().Length.ShouldBe(2);
            running.TryCommit().ShouldBeTrue();
        }

        File.ReadAllText(path).ShouldBe("slow", "the last rename decides");
        folder.Names().Length.ShouldBe(1);
    }

    [Fact]
    public void A_save_whose_file_was_removed_can_begin_again()
    {
        string path = folder.File("weights.safetensors");
        FakeNetwork.Plain().Save(path);
        using var running = new AtomicFile(path);
        File.Delete(folder.File(folder.Names().Single(name => name.EndsWith(".tmp", StringComparison.Ordinal))));
        running.TryCommit().ShouldBeFalse();
        FakeNetwork.Plain().Load(path);
    }

    [Fact]
    public void Several_threads_may_save_to_one_path()
    {
        string path = folder.File("weights.safetensors");
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int i = 0; i < 20; i++)
                FakeNetwork.Plain().Save(path);
        });
        folder.Names().ShouldBe(["weights.safetensors"]);
        FakeNetwork.Plain().Load(path);
    }

    [Fact]
    public void Messages_name_the_file_that_the_caller_knows()
    {
        string tooLong = folder.File(new string('x', 256));
        string missing = folder.File("missing/weights.safetensors");
        foreach (bool isCheckpoint in new[] { false, true })
        {
            foreach ((string path, Exception error) in new (string, Exception)[]
            {
                (tooLong, Should.Throw<PathTooLongException>(() => Save(tooLong, isCheckpoint))),
                (missing, Should.Throw<DirectoryNotFoundException>(() => Save(missing, isCheckpoint))),
            })
            {
                error.ToString().ShouldContain(path);
                error.ToString().ShouldNotContain(".tmp");
            }
        }

        folder.Names().ShouldBeEmpty();
    }

    [SkippableFact]
    public void A_folder_that_may_not_be_written_to_is_named()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc is Linux's.");
        string[] before = folder.Names();
        Exception error = Record.Exception(() => FakeNetwork.Plain().Save("/proc/self/weights"))!;
        (error is IOException or UnauthorizedAccessException).ShouldBeTrue();
        error.ToString().ShouldContain("'/proc/self/weights'");
        error.ToString().ShouldNotContain(".tmp");
        folder.Names().ShouldBe(before);
    }

    private static void RequireUnix() => Skip.If(OperatingSystem.IsWindows(), "Links and modes of Unix.");

    private static void Save(string path, bool isCheckpoint)
    {
        if (isCheckpoint)
            new FakeTrainer(FakeNetwork.Plain(), new Adam()).Save(path);
        else
            FakeNetwork.Plain().Save(path);
    }
}
