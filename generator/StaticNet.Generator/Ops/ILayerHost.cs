using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>What a layer adds to beside the graph.</summary>
internal interface ILayerHost
{
    GraphBuilder Graph { get; }

    /// <summary>Adds a trainable tensor.</summary>
    int AddParameter(string name, Shape shape, Initialization initialization);

    /// <summary>Adds a tensor that is kept and saved but not trained.</summary>
    int AddState(string name, Shape shape, Initialization initialization);

    /// <summary>Lets a state become a value after every pass in training.</summary>
    void UpdateState(int state, int value);

    /// <summary>Adds what a loss compares with.</summary>
    int AddTarget(Port port);

    /// <summary>Requires the integers of a value to be below a bound, which is checked where they come in.</summary>
    void Bound(int value, int bound);

    /// <summary>A number for a layer's own stream of random numbers.</summary>
    int NextRandomStream();
}
