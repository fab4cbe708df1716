using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.Loops;

/// <summary>A forward pass by plain loops, layer by layer, sample by sample.</summary>
internal sealed class LoopForward
{
    private readonly Model model;
    private readonly int[][] shapes;
    private readonly float[][] values;

    public LoopForward(Model model)
    {
        this.model = model;
        shapes = new int[model.Layers.Count + 1][];
        shapes[0] = model.InputShape;
        for (int i = 0; i < model.Layers.Count; i++)
            shapes[i + 1] = model.Layers[i].OutputShape(shapes[i]);
        values = [.. shapes.Select(shape => new float[shape.Aggregate((product, size) => product * size)])];
    }

    /// <summary>Computes the outputs of a batch.</summary>
    public void Run(float[] inputs, float[] outputs)
    {
        float[] input = values[0], output = values[^1];
        for (int sample = 0; sample < inputs.Length / input.Length; sample++)
        {
            Array.Copy(inputs, sample * input.Length, input, 0, input.Length);
            for (int i = 0; i < model.Layers.Count; i++)
                Run(model.Layers[i], shapes[i], values[i], values[i + 1]);
            Array.Copy(output, 0, outputs, sample * output.Length, output.Length);
        }
    }

    private static void Run(Layer layer, int[] shape, float[] input, float[] output)
    {
        switch (layer)
        {
            case Dense dense:
                Layers.Dense(input, dense.Weight.Values, dense.Bias.Values, output);
                break;
            case Convolution convolution:
                Layers.Convolution(input, shape, convolution, output);
                break;
            case MaxPool pool:
                Layers.MaxPool(input, shape, pool.Size, output);
                break;
            case Activation { Kind: ActivationKind.Relu }:
                Layers.Relu(input, output);
                break;
            case Activation { Kind: ActivationKind.Tanh }:
                Layers.Tanh(input, output);
                break;
            case Flatten:
                Array.Copy(input, output, input.Length);
                break;
            default:
                throw PeerException.NoSuchOperation;
        }
    }
}
