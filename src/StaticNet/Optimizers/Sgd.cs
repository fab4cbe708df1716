using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Runtime;

namespace StaticNet;

/// <summary>Stochastic gradient descent with momentum, as torch.optim.SGD.</summary>
/// <remarks>
/// With g the gradient plus weight decay times the parameter: b = momentum b + (1 - dampening) g, where the first b is g
/// itself; with Nesterov's form g + momentum b takes the place of b; the parameter loses the learning rate times that.
/// (Sutskever et al., On the importance of initialization and momentum in deep learning, 2013, in PyTorch's form.)
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly Hyperparameter momentum;
    private readonly Hyperparameter nesterov;
    private readonly Hyperparameter dampening;
    private OptimizerState? momentumBuffer;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="momentum">How much of the last step is kept, from 0.</param>
    /// <param name="nesterov">Whether to look ahead along the momentum.</param>
    /// <param name="dampening">How much of the gradient is kept out of the momentum.</param>
    /// <param name="weightDecay">The factor of the L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    /// <exception cref="ArgumentException">Nesterov's form without momentum, or with dampening.</exception>
    public Sgd(float learningRate, float momentum = 0, bool nesterov = false, float dampening = 0, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        this.momentum = AddHyperparameter("momentum", momentum);
        this.nesterov = AddHyperparameter("nesterov", nesterov ? 1 : 0, 0, 1.5f);
        this.dampening = AddHyperparameter("dampening", dampening, float.MinValue);
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new ArgumentException("'nesterov' needs a 'momentum' above 0 and a 'dampening' of 0.", nameof(nesterov));
    }

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <summary>How much of the last step is kept.</summary>
    public float Momentum => momentum.Value;

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov => nesterov.Value != 0;

    /// <summary>How much of the gradient is kept out of the momentum.</summary>
    public float Dampening => dampening.Value;

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Allocate()
    {
        if (Momentum > 0)
            momentumBuffer = AddState("momentum");
    }

    /// <inheritdoc/>
    protected internal override void ApplyPart(int start, Span<float> parameters, ReadOnlySpan<float> gradients, UpdateSettings settings)
    {
        if (momentumBuffer is null)
            ApplyPlain(parameters, gradients, settings);
        else
            ApplyMomentum(parameters, gradients, settings, momentumBuffer.Values.Slice(start, parameters.Length));
    }

    // Memory bandwidth bounds both loops, so 256 bits are as fast as 512. Scalar tails round as vectors do.
    private static void ApplyPlain(Span<float> parameters, ReadOnlySpan<float> gradients, UpdateSettings settings)
    {
        float decay = settings.WeightDecay;
        float rate = -(float)settings.LearningRate;
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> parameter = Vector256.LoadUnsafe(ref p, (nuint)i);
                Vector256<float> gradient = VectorMath.MultiplyAdd(
                    parameter, Vector256.Create(decay), Vector256.LoadUnsafe(ref g, (nuint)i));
                VectorMath.MultiplyAdd(gradient, Vector256.Create(rate), parameter).StoreUnsafe(ref p, (nuint)i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector128<float>.Count; i += Vector128<float>.Count)
            {
                Vector128<float> parameter = Vector128.LoadUnsafe(ref p, (nuint)i);
                Vector128<float> gradient = VectorMath.MultiplyAdd(
                    parameter, Vector128.Create(decay), Vector128.LoadUnsafe(ref g, (nuint)i));
                VectorMath.MultiplyAdd(gradient, Vector128.Create(rate), parameter).StoreUnsafe(ref p, (nuint)i);
            }
        }

        for (; i < parameters.Length; i++)
        {
            float gradient = VectorMath.MultiplyAdd(parameters[i], decay, gradients[i]);
            parameters[i] = VectorMath.MultiplyAdd(gradient, rate, parameters[i]);
        }
    }

    private void ApplyMomentum(Span<float> parameters, ReadOnlySpan<float> gradients, UpdateSettings settings, Span<float> buffer)
    {
        float decay = settings.WeightDecay;
        float rate = -(float)settings.LearningRate;
        // The buffer starts at zero, so keeping nothing and adding all of the gradient makes the first buffer the gradient.
        bool first = StepCount == 1;
        float keep = first ? 0f : Momentum;
        float add = first ? 1f : (float)(1 - dampening.Exact);
        bool lookAhead = Nesterov;
        float ahead = Momentum;
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float b = ref MemoryMarshal.GetReference(buffer);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> parameter = Vector256.LoadUnsafe(ref p, (nuint)i);
                Vector256<float> gradient = VectorMath.MultiplyAdd(
                    parameter, Vector256.Create(decay), Vector256.LoadUnsafe(ref g, (nuint)i));
                Vector256<float> velocity = VectorMath.MultiplyAdd(
                    Vector256.LoadUnsafe(ref b, (nuint)i), Vector256.Create(keep), gradient * Vector256.Create(add));
                velocity.StoreUnsafe(ref b, (nuint)i);
                Vector256<float> direction =
                    lookAhead ? VectorMath.MultiplyAdd(velocity, Vector256.Create(ahead), gradient) : velocity;
                VectorMath.MultiplyAdd(direction, Vector256.Create(rate), parameter).StoreUnsafe(ref p, (nuint)i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector128<float>.Count; i += Vector128<float>.Count)
            {
                Vector128<float> parameter = Vector128.LoadUnsafe(ref p, (nuint)i);
                Vector128<float> gradient = VectorMath.MultiplyAdd(
                    parameter, Vector128.Create(decay), Vector128.LoadUnsafe(ref g, (nuint)i));
                Vector128<float> velocity = VectorMath.MultiplyAdd(
                    Vector128.LoadUnsafe(ref b, (nuint)i), Vector128.Create(keep), gradient * Vector128.Create(add));
                velocity.StoreUnsafe(ref b, (nuint)i);
                Vector128<float> direction =
                    lookAhead ? VectorMath.MultiplyAdd(velocity, Vector128.Create(ahead), gradient) : velocity;
                VectorMath.MultiplyAdd(direction, Vector128.Create(rate), parameter).StoreUnsafe(ref p, (nuint)i);
            }
        }

        for (; i < parameters.Length; i++)
        {
            float gradient = VectorMath.MultiplyAdd(parameters[i], decay, gradients[i]);
            float velocity = VectorMath.MultiplyAdd(buffer[i], keep, gradient * add);
            buffer[i] = velocity;
            float direction = lookAhead ? VectorMath.MultiplyAdd(velocity, ahead, gradient) : velocity;
            parameters[i] = VectorMath.MultiplyAdd(direction, rate, parameters[i]);
        }
    }
}
