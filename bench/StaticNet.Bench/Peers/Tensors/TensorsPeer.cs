using System.Numerics.Tensors;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Peers.Tensors;

/// <summary>System.Numerics.Tensors, where it has the operation: dense layers, activations and SGD's update.</summary>
internal sealed class TensorsPeer : IPeer
{
    public const string PeerName = "tensors";

    public string Name => PeerName;

    public string Description => $"System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetName().Version!.ToString(3)}";

    public Contender Prepare(Work work)
    {
        switch (work)
        {
            case ForwardWork forward:
                var network = new TensorsForward(forward.Model);
                var outputs = new float[forward.Outputs.Length];
                network.Run(forward.Inputs, outputs);
                Agreement.Check("outputs", outputs, forward.Outputs);
                return Contender.Managed(runs =>
                {
                    for (int run = 0; run < runs; run++)
                        network.Run(forward.Inputs, outputs);
                });
            case UpdateWork { Update.Kind: UpdateKind.Sgd } update:
                float[] parameters = [.. update.Parameters];
                for (int i = 0; i < UpdateWork.CheckedUpdates; i++)
                    Update(parameters);
                Agreement.Check("parameters", parameters, update.Updated);
                return Contender.Managed(runs =>
                {
                    for (int run = 0; run < runs; run++)
                        Update(parameters);
                });

                void Update(float[] parameters) =>
                    TensorPrimitives.MultiplyAdd(update.Gradients, -update.Update.LearningRate, parameters, parameters);
            default:
                throw PeerException.NoSuchOperation;
        }
    }

    public void Dispose()
    {
    }
}
