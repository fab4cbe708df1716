using System.Reflection;

namespace StaticNet.Bench.Peers.Models;

/// <summary>A network as a list of layers with their weights, for those who run it by other means.</summary>
/// <param name="InputShape">The shape of a sample.</param>
/// <param name="Layers">The layers, in their order.</param>
internal sealed record Model(int[] InputShape, IReadOnlyList<Layer> Layers)
{
    /// <summary>The shape of what comes out for a sample.</summary>
    public int[] OutputShape => Layers.Aggregate(InputShape, (shape, layer) => layer.OutputShape(shape));

    /// <summary>
    /// Reads a network: its layers from the attributes of its class, whose order in metadata is that of the source, its weights
    /// from itself. Whatever was misread, the comparison of results would show it.
    /// </summary>
    /// <exception cref="NotSupportedException">The network has a layer that benchmarks do not know.</exception>
    public static Model Of(INetwork network)
    {
        var weights = new Queue<Tensor>();
        foreach (TensorInfo tensor in network.Tensors)
            weights.Enqueue(new Tensor(tensor.Shape.ToArray(), tensor.View(network.Parameters).ToArray()));

        int[] inputShape = [];
        var layers = new List<Layer>();
        foreach (Attribute attribute in network.GetType().GetCustomAttributes<Attribute>(inherit: false))
        {
            switch (attribute)
            {
                case InputAttribute input:
                    inputShape = [.. input.Shape];
                    break;
                case Conv2DAttribute convolution:
                    layers.Add(new Convolution(weights.Dequeue(), weights.Dequeue(), convolution.Padding));
                    break;
                case DenseAttribute:
                    layers.Add(new Dense(weights.Dequeue(), weights.Dequeue()));
                    break;
                case MaxPool2DAttribute pool:
                    layers.Add(new MaxPool(pool.KernelHeight));
                    break;
                case FlattenAttribute:
                    layers.Add(new Flatten());
                    break;
                case ReLUAttribute:
                    layers.Add(new Activation(ActivationKind.Relu));
                    break;
                case TanhAttribute:
                    layers.Add(new Activation(ActivationKind.Tanh));
                    break;
                case LayerAttribute other when other is not LossAttribute:
                    throw new NotSupportedException($"{network.GetType().Name}: benchmarks do not know {other.GetType().Name}.");
            }
        }

        return new Model(inputShape, layers);
    }
}
