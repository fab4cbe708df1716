using System.Diagnostics;
using System.Text.Json.Nodes;

namespace StaticNet.Bench.Peers.PyTorch;

/// <summary>PyTorch in a process of its own, which answers every line with a line: see bench/peers/torch_peer.py.</summary>
internal sealed class PyTorchProcess : IDisposable
{
    // Debian's packages are for this one, whatever else is called python3.
    private const string Python = "/usr/bin/python3";
    private readonly Process process;

    private PyTorchProcess(Process process) => this.process = process;

    /// <summary>Version and BLAS.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Starts it.</summary>
    /// <exception cref="PeerException">It is not installed, or not as it should be.</exception>
    public static PyTorchProcess Start()
    {
        if (!File.Exists(Python))
            throw new PeerException(Installation.Hint);
        string script = Path.Combine(Installation.RepositoryRoot, "bench", "peers", "torch_peer.py");
        var started = new PyTorchProcess(Process.Start(new ProcessStartInfo(Python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        try
        {
            JsonNode greeting = started.Read();
            string blas = (string)greeting["blas"]!;
            if (!blas.Contains("openblas", StringComparison.Ordinal))
                throw new PeerException($"its BLAS is not OpenBLAS but {blas}: run bench/peers/setup.sh");
            started.Description = $"PyTorch {greeting["version"]} with OpenBLAS";
            return started;
        }
        catch (InvalidOperationException)
        {
            started.Dispose();
            throw new PeerException(Installation.Hint);
        }
        catch (PeerException)
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public JsonNode Ask(JsonObject command)
    {
        process.StandardInput.WriteLine(command.ToJsonString());
        process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        // It ends when there is nothing left to read.
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private JsonNode Read()
    {
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch's process has ended.");
        JsonNode answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"PyTorch: {error}") : answer;
    }
}
