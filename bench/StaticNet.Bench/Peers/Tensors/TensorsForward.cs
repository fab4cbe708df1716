using System.Numerics.Tensors;
using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.Tensors;

/// <summary>Dense layers and activations by <see cref="TensorPrimitives"/>: a dot product an output, sample by sample.</summary>
internal sealed class TensorsForward
{
    private readonly Model model;
    private readonly float[][] values;

    /// <exception cref="PeerException">The library has nothing for one of the layers.</exception>
    public TensorsForward(Model model)
    {
        if (!model.Layers.All(layer => layer is Dense or Activation))
            throw PeerException.NoSuchOperation;
        this.model = model;
        values = new float[model.Layers.Count][];
        int[] shape = model.InputShape;
        for (int i = 0; i < values.Length; i++)
        {
            shape = model.Layers[i].OutputShape(shape);
            values[i] = new float[shape[0]];
        }
    }

    /// <summary>Computes the outputs of a batch.</summary>
    public void Run(float[] inputs, float[] outputs)
    {
        int inputLength = model.InputShape[0], outputLength = values[^1].Length;
        for (int sample = 0; sample < inputs.Length / inputLength; sample++)
        {
            ReadOnlySpan<float> value = inputs.AsSpan(sample * inputLength, inputLength);
            for (int i = 0; i < values.Length; i++)
            {
                Run(model.Layers[i], value, values[i]);
                value = values[i];
            }

            value.CopyTo(outputs.AsSpan(sample * outputLength, outputLength));
        }
    }

    private static void Run(Layer layer, ReadOnlySpan<float> input, float[] output)
    {
        switch (layer)
        {
            case Dense dense:
                float[] weight = dense.Weight.Values, bias = dense.Bias.Values;
                for (int o = 0; o < output.Length; o++)
                    output[o] = TensorPrimitives.Dot(weight.AsSpan(o * input.Length, input.Length), input) + bias[o];
                break;
            case Activation { Kind: ActivationKind.Relu }:
                TensorPrimitives.Max(input, 0f, output);
                break;
            default:
                TensorPrimitives.Tanh(input, output);
                break;
        }
    }
}
