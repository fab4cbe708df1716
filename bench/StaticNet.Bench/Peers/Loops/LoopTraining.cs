using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.Loops;

/// <summary>Training steps of a perceptron with ReLU and softmax cross entropy by plain loops.</summary>
internal sealed class LoopTraining
{
    private readonly LoopLayer[] layers;
    private readonly int inputLength;
    private readonly float[] probabilities;

    /// <summary>Copies the weights, which it changes.</summary>
    /// <exception cref="PeerException">The network has other layers than dense ones with ReLU in between.</exception>
    public LoopTraining(Model model, UpdateRule rule)
    {
        Layer[] hidden = [.. model.Layers.Where((_, i) => i % 2 == 1)];
        if (!model.Layers.Where((_, i) => i % 2 == 0).All(layer => layer is Dense)
            || !hidden.All(layer => layer is Activation { Kind: ActivationKind.Relu }))
        {
            throw new PeerException($"{PeerException.NoSuchOperationMessage}: written for perceptrons only");
        }

        layers = [.. model.Layers.OfType<Dense>().Select((dense, i) => new LoopLayer(dense, isActive: i < hidden.Length, rule))];
        inputLength = model.InputShape[0];
        probabilities = new float[layers[^1].Output.Length];
    }

    /// <summary>A step on a batch.</summary>
    /// <returns>The mean loss before it.</returns>
    public float Step(float[] inputs, int[] labels)
    {
        float loss = 0;
        foreach (LoopLayer layer in layers)
            layer.ClearGradients();
        for (int sample = 0; sample < labels.Length; sample++)
        {
            Array.Copy(inputs, sample * inputLength, layers[0].Input, 0, inputLength);
            for (int i = 0; i < layers.Length; i++)
                layers[i].Forward(i + 1 < layers.Length ? layers[i + 1].Input : probabilities);
            loss += CrossEntropy(labels[sample], 1f / labels.Length);
            for (int i = layers.Length - 1; i >= 0; i--)
                layers[i].Backward(i > 0 ? layers[i - 1].OutputGradient : null);
        }

        foreach (LoopLayer layer in layers)
            layer.Update();
        return loss / labels.Length;
    }

    private float CrossEntropy(int label, float scale)
    {
        float largest = float.NegativeInfinity, sum = 0;
        foreach (float logit in probabilities)
            largest = Math.Max(largest, logit);
        float labelled = probabilities[label] - largest;
        for (int i = 0; i < probabilities.Length; i++)
            sum += probabilities[i] = MathF.Exp(probabilities[i] - largest);
        float[] gradient = layers[^1].OutputGradient;
        for (int i = 0; i < probabilities.Length; i++)
            gradient[i] = (probabilities[i] / sum - (i == label ? 1 : 0)) * scale;
        return MathF.Log(sum) - labelled;
    }
}
