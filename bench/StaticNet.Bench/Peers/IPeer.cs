using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Peers;

/// <summary>Another way to compute the same.</summary>
internal interface IPeer : IDisposable
{
    /// <summary>Its name in the summary.</summary>
    string Name { get; }

    /// <summary>What it is, with its version: for the report.</summary>
    string Description { get; }

    /// <summary>Prepares some work and checks that what comes out is what came out here.</summary>
    /// <exception cref="PeerException">It cannot: it is not installed, or has no such operation.</exception>
    /// <exception cref="DisagreementException">It computes something else.</exception>
    Contender Prepare(Work work);
}

/// <summary>Says in words why a peer has no time.</summary>
internal sealed class PeerException(string message) : Exception(message)
{
    /// <summary>How the message begins where a peer has nothing for the work.</summary>
    public const string NoSuchOperationMessage = "no such operation";

    /// <summary>What such a peer throws.</summary>
    public static PeerException NoSuchOperation => new(NoSuchOperationMessage);
}
