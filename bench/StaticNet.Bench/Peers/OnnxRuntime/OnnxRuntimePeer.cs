using System.Diagnostics;
using System.Runtime.InteropServices;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Peers.OnnxRuntime;

/// <summary>ONNX Runtime by its C API: one thread, all optimisations, memory for input and output bound beforehand.</summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    public const string PeerName = "onnxruntime";

    // The library lives as long as the process, and so do its environment and the thread that logs.
    private static readonly Lazy<(OrtApi Api, nint Environment)> Library = new(() =>
    {
        OrtApi api = OrtApi.Load(FindLibrary() ?? throw new PeerException(Installation.Hint));
        return (api, api.CreateEnvironment());
    });

    public string Name => PeerName;

    public string Description => FindLibrary() is null ? Installation.Hint : $"ONNX Runtime {Library.Value.Api.LibraryVersion}";

    public Contender Prepare(Work work)
    {
        (OrtApi api, nint environment) = Library.Value;
        if (work is not ForwardWork forward)
            throw PeerException.NoSuchOperation;
        long[] inputShape = Batch(forward.Count, forward.Model.InputShape);
        long[] outputShape = Batch(forward.Count, forward.Model.OutputShape);
        byte[] model = OnnxModel.Write(forward.Model, inputShape, outputShape);
        var session = new OrtSession(api, environment, model, inputShape, outputShape);
        try
        {
            forward.Inputs.CopyTo(session.Input);
            session.Run();
            Agreement.Check("outputs", session.Output, forward.Outputs);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        return Contender.Native(
            runs =>
            {
                long start = Stopwatch.GetTimestamp();
                for (int run = 0; run < runs; run++)
                    session.Run();
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            session);
    }

    public void Dispose()
    {
    }

    private static long[] Batch(int count, int[] shape) => [count, .. shape.Select(size => (long)size)];

    private static string? FindLibrary()
    {
        string name = OperatingSystem.IsWindows() ? "onnxruntime.dll"
            : OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib"
            : "libonnxruntime.so.1";
        string platform = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string modules = Path.Combine(Installation.Folder, "node_modules", "onnxruntime-node", "bin");
        return !Directory.Exists(modules)
            ? null
            : Directory.EnumerateDirectories(modules).Select(folder => Path.Combine(folder, platform, architecture, name))
                .FirstOrDefault(File.Exists);
    }
}
