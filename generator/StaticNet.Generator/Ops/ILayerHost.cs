using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>What a layer adds to beside the graph.</summary>
internal interface ILayerHost
{
    GraphBuilder Graph { get; }

    /// <summary>Adds a trainable tensor.</summary>
    int AddParameter(string name, Shape shape, Initialization initialization);

    /// <summary>Adds what a loss compares with.</summary>
    int AddTarget(Port port);

    /// <summary>A number for a layer's own stream of random numbers.</summary>
    int NextRandomStream();
}
