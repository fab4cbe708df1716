using System.Runtime.InteropServices;

namespace StaticNet.Bench.Peers.OnnxRuntime;

/// <summary>
/// The few functions of ONNX Runtime's C API that running a model takes. The API is a table of function pointers that only ever
/// grows at its end; the indices are positions in <c>struct OrtApi</c> of onnxruntime_c_api.h.
/// </summary>
internal sealed unsafe class OrtApi
{
    // Version 14 of the table (ONNX Runtime 1.14) has all that is used here, and every later library gives it out.
    private const uint Version = 14;

    private const int LoggingLevelError = 3;
    private const int ExecutionSequential = 0;
    private const int OptimizeAll = 99;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;
    private const int Float32 = 1;

    private readonly void** table;

    private OrtApi(void** table, string version)
    {
        this.table = table;
        LibraryVersion = version;
    }

    /// <summary>The version of the library, for example <c>1.30.0</c>.</summary>
    public string LibraryVersion { get; }

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">It is no library for this machine.</exception>
    /// <exception cref="PeerException">It is too old.</exception>
    public static OrtApi Load(string path)
    {
        nint library = NativeLibrary.Load(path);
        var getBase = (delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        void** apiBase = getBase();
        string version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)apiBase[1])())!;
        var table = (void**)((delegate* unmanaged<uint, void*>)apiBase[0])(Version);
        return table is not null
            ? new OrtApi(table, version)
            : throw new PeerException($"ONNX Runtime {version} is too old: version {Version} of its C API is needed");
    }

    public nint CreateEnvironment()
    {
        nint result;
        fixed (byte* name = "StaticNet.Bench\0"u8)
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)table[3])(LoggingLevelError, name, &result));
        return result;
    }

    /// <summary>Options for a session with all graph optimisations on one thread, which computes in the calling thread.</summary>
    public nint CreateSessionOptions()
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)table[10])(&options));
        Check(((delegate* unmanaged<nint, int, nint>)table[13])(options, ExecutionSequential));
        Check(((delegate* unmanaged<nint, int, nint>)table[23])(options, OptimizeAll));
        Check(((delegate* unmanaged<nint, int, nint>)table[24])(options, 1));
        Check(((delegate* unmanaged<nint, int, nint>)table[25])(options, 1));
        return options;
    }

    public nint CreateSession(nint environment, ReadOnlySpan<byte> model, nint options)
    {
        nint session;
        fixed (byte* data = model)
        {
            Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)table[8])(
                environment, data, (nuint)model.Length, options, &session));
        }

        return session;
    }

    public nint CreateCpuMemoryInfo()
    {
        nint info;
        Check(((delegate* unmanaged<int, int, nint*, nint>)table[69])(ArenaAllocator, DefaultMemory, &info));
        return info;
    }

    /// <summary>A tensor over memory of the caller's, which must not move.</summary>
    public nint CreateTensor(nint memoryInfo, float* data, long elements, ReadOnlySpan<long> shape)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, float*, nuint, long*, nuint, int, nint*, nint>)table[49])(
                memoryInfo, data, (nuint)(elements * sizeof(float)), dimensions, (nuint)shape.Length, Float32, &value));
        }

        return value;
    }

    /// <summary>Runs a model with one input and one output, into memory that is there already.</summary>
    public void Run(nint session, byte** inputName, nint* input, byte** outputName, nint* output) =>
        Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[9])(
            session, 0, inputName, input, 1, outputName, 1, output));

    public void ReleaseMemoryInfo(nint info) => Release(94, info);

    public void ReleaseSession(nint session) => Release(95, session);

    public void ReleaseTensor(nint value) => Release(96, value);

    public void ReleaseSessionOptions(nint options) => Release(100, options);

    private void Release(int function, nint handle)
    {
        if (handle != 0)
            ((delegate* unmanaged<nint, void>)table[function])(handle);
    }

    private void Check(nint status)
    {
        if (status == 0)
            return;
        string message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)table[2])(status)) ?? "no message";
        Release(93, status);
        throw new InvalidOperationException($"ONNX Runtime {LibraryVersion}: {message}");
    }
}
