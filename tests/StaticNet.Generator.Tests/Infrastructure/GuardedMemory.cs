using System.Reflection;
using System.Runtime.InteropServices;
using StaticNet.Runtime;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// While it is open, buffers of this thread's networks lie directly beside a page that nobody may touch: whoever reads or writes past
/// them ends the process instead of disturbing memory of others.
/// </summary>
internal sealed class GuardedMemory : IDisposable
{
    private const int Page = 4096 / sizeof(float);

    /// <summary>Floats behind a buffer that vector loads may touch.</summary>
    private const int Line = 16;

    private static readonly PropertyInfo Allocator = typeof(AlignedBuffer).GetProperty("Allocator", BindingFlags.NonPublic | BindingFlags.Static)
        ?? throw new MissingMemberException(nameof(AlignedBuffer), "Allocator");

    private readonly List<(float[] Array, nint Address)> guards = [];
    private readonly bool before;

    /// <param name="before">Whether the page is the one before a buffer; else the one behind it.</param>
    public GuardedMemory(bool before)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pages are protected through mprotect of Linux");
        this.before = before;
        Allocator.SetValue(null, (Func<int, (float[], int)>)Allocate);
    }

    public int Count => guards.Count;

    public void Dispose()
    {
        Allocator.SetValue(null, null);
        foreach (var (array, address) in guards)
        {
            Protect(address, writable: true);
            GC.KeepAlive(array);
        }
    }

    private (float[] Array, int Start) Allocate(int length)
    {
        var room = (length + Line - 1) / Line * Line + Line;
        var array = GC.AllocateArray<float>(room + (3 * Page), pinned: true);
        var first = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var page = (first + (4 * Page) - 1) / (4 * Page) * (4 * Page);
        var guard = before ? page : (page + (4 * (room + Page - 1))) / (4 * Page) * (4 * Page);
        var start = before ? guard + (4 * Page) : guard - (4 * room);
        Protect(guard, writable: false);
        guards.Add((array, guard));
        return (array, (int)((start - first) / sizeof(float)));
    }

    private static void Protect(nint address, bool writable)
    {
        const int none = 0, readAndWrite = 3;
        if (MemoryProtect(address, 4 * Page, writable ? readAndWrite : none) != 0)
            throw new InvalidOperationException($"mprotect failed with {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int MemoryProtect(nint address, nint length, int protection);
}
