using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Runtime;

namespace StaticNet.Bench.Peers.OnnxRuntime;

/// <summary>A model in ONNX Runtime with its input and output: a run is one call, and allocates nothing on this side.</summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private readonly OrtApi api;
    private readonly AlignedBuffer input;
    private readonly AlignedBuffer output;
    private readonly byte** names = (byte**)NativeMemory.AllocZeroed(2, (nuint)sizeof(byte*));
    private readonly nint* values = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
    private nint session;

    /// <summary>Loads a model and runs nothing yet.</summary>
    /// <param name="api">The library.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="model">The model as a file.</param>
    /// <param name="inputShape">The shape of its input, the batch included.</param>
    /// <param name="outputShape">The shape of its output, likewise.</param>
    public OrtSession(OrtApi api, nint environment, ReadOnlySpan<byte> model, long[] inputShape, long[] outputShape)
    {
        this.api = api;
        input = new AlignedBuffer((int)Elements(inputShape));
        output = new AlignedBuffer((int)Elements(outputShape));
        nint options = 0, memory = 0;
        try
        {
            options = api.CreateSessionOptions();
            session = api.CreateSession(environment, model, options);
            memory = api.CreateCpuMemoryInfo();
            values[0] = api.CreateTensor(memory, Address(input), input.Length, inputShape);
            values[1] = api.CreateTensor(memory, Address(output), output.Length, outputShape);
            names[0] = (byte*)Marshal.StringToCoTaskMemUTF8(OnnxModel.InputName);
            names[1] = (byte*)Marshal.StringToCoTaskMemUTF8(OnnxModel.OutputName);
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            api.ReleaseMemoryInfo(memory);
            api.ReleaseSessionOptions(options);
        }
    }

    /// <summary>What the model reads.</summary>
    public Span<float> Input => input.Span;

    /// <summary>What the model wrote.</summary>
    public ReadOnlySpan<float> Output => output.Span;

    /// <summary>Runs the model.</summary>
    public void Run() => api.Run(session, names, values, names + 1, values + 1);

    public void Dispose()
    {
        if (session == 0)
            return;
        api.ReleaseTensor(values[0]);
        api.ReleaseTensor(values[1]);
        api.ReleaseSession(session);
        Marshal.FreeCoTaskMem((nint)names[0]);
        Marshal.FreeCoTaskMem((nint)names[1]);
        NativeMemory.Free(values);
        NativeMemory.Free(names);
        session = 0;
    }

    // The buffer is pinned for as long as it lives, and it lives in a field.
    private static float* Address(AlignedBuffer buffer) =>
        (float*)Unsafe.AsPointer(ref buffer.Reference);

    private static long Elements(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
