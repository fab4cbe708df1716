using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.Loops;

/// <summary>A dense layer, with ReLU behind it or without, that learns.</summary>
internal sealed class LoopLayer
{
    private readonly bool isActive;
    private readonly float[] weight;
    private readonly float[] bias;
    private readonly float[] weightGradient;
    private readonly float[] biasGradient;
    private readonly LoopUpdate weightUpdate;
    private readonly LoopUpdate biasUpdate;

    public LoopLayer(Dense dense, bool isActive, UpdateRule rule)
    {
        this.isActive = isActive;
        weight = [.. dense.Weight.Values];
        bias = [.. dense.Bias.Values];
        weightGradient = new float[weight.Length];
        biasGradient = new float[bias.Length];
        weightUpdate = new LoopUpdate(rule, weight.Length);
        biasUpdate = new LoopUpdate(rule, bias.Length);
        Input = new float[dense.Weight.Shape[1]];
        Output = new float[bias.Length];
        OutputGradient = new float[bias.Length];
    }

    /// <summary>What it reads, one sample.</summary>
    public float[] Input { get; }

    /// <summary>What it made of that.</summary>
    public float[] Output { get; }

    /// <summary>What comes back.</summary>
    public float[] OutputGradient { get; }

    public void ClearGradients()
    {
        Array.Clear(weightGradient);
        Array.Clear(biasGradient);
    }

    /// <summary>Computes the output and hands it on.</summary>
    public void Forward(float[] next)
    {
        Layers.Dense(Input, weight, bias, Output);
        if (isActive)
            Layers.Relu(Output, Output);
        Array.Copy(Output, next, Output.Length);
    }

    /// <summary>Adds the sample's gradients, and hands that of the input on where somebody wants it.</summary>
    public void Backward(float[]? inputGradient)
    {
        if (inputGradient is not null)
            Array.Clear(inputGradient);
        for (int o = 0; o < Output.Length; o++)
        {
            float gradient = isActive && Output[o] <= 0 ? 0 : OutputGradient[o];
            biasGradient[o] += gradient;
            for (int i = 0; i < Input.Length; i++)
            {
                weightGradient[o * Input.Length + i] += gradient * Input[i];
                if (inputGradient is not null)
                    inputGradient[i] += gradient * weight[o * Input.Length + i];
            }
        }
    }

    public void Update()
    {
        weightUpdate.Run(weight, weightGradient);
        biasUpdate.Run(bias, biasGradient);
    }
}
