using StaticNet.Bench.Peers.Loops;
using StaticNet.Bench.Peers.OnnxRuntime;
using StaticNet.Bench.Peers.PyTorch;
using StaticNet.Bench.Peers.Tensors;

namespace StaticNet.Bench.Peers;

/// <summary>The peers that a summary measures.</summary>
internal sealed class PeerSet : IDisposable
{
    /// <summary>What to say for no peer.</summary>
    public const string None = "none";

    /// <summary>What to say for every peer.</summary>
    public const string All = "all";

    // In the order of the columns.
    private static readonly (string Name, Func<IPeer> Create)[] Known =
    [
        (OnnxRuntimePeer.PeerName, () => new OnnxRuntimePeer()),
        (PyTorchPeer.PeerName, () => new PyTorchPeer()),
        (TensorsPeer.PeerName, () => new TensorsPeer()),
        (LoopPeer.PeerName, () => new LoopPeer()),
    ];

    private readonly Dictionary<string, IPeer> chosen;

    /// <summary>Chooses peers; whether they are installed turns out when they are given work.</summary>
    /// <param name="names">Names out of <see cref="Names"/>, or one of <see cref="None"/> and <see cref="All"/>.</param>
    public PeerSet(IReadOnlyCollection<string> names) =>
        chosen = Known.Where(peer => names.Contains(peer.Name) || names.Contains(All))
            .ToDictionary(peer => peer.Name, peer => peer.Create());

    /// <summary>The names of all peers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(peer => peer.Name)];

    /// <summary>The peer of a name, or null where it was not chosen.</summary>
    public IPeer? Find(string name) => chosen.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (IPeer peer in chosen.Values)
            peer.Dispose();
    }
}
