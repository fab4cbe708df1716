using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Runtime;

namespace StaticNet;

/// <summary>Adam, as torch.optim.Adam (Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015).</summary>
/// <remarks>
/// With g the gradient plus weight decay times the parameter: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; at
/// update t the parameter loses learningRate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon). The corrections are
/// computed in double precision.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly Hyperparameter beta1;
    private readonly Hyperparameter beta2;
    private readonly Hyperparameter epsilon;
    private OptimizerState? firstMoment;
    private OptimizerState? secondMoment;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="beta1">How much of the mean gradient is kept, from 0 to below 1.</param>
    /// <param name="beta2">How much of the mean squared gradient is kept, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, 0 or more.</param>
    /// <param name="weightDecay">The factor of the L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = .9f, float beta2 = .999f, float epsilon = 1e-8f, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        this.beta1 = AddHyperparameter("beta1", beta1, 0, 1);
        this.beta2 = AddHyperparameter("beta2", beta2, 0, 1);
        this.epsilon = AddHyperparameter("epsilon", epsilon);
    }

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <summary>How much of the mean gradient is kept.</summary>
    public float Beta1 => beta1.Value;

    /// <summary>How much of the mean squared gradient is kept.</summary>
    public float Beta2 => beta2.Value;

    /// <summary>Keeps the quotient finite.</summary>
    public float Epsilon => epsilon.Value;

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Allocate()
    {
        firstMoment = AddState("exp_avg");
        secondMoment = AddState("exp_avg_sq");
    }

    /// <inheritdoc/>
    protected override void Apply(Span<float> parameters, ReadOnlySpan<float> gradients) => ApplyPart(0, parameters, gradients);

    /// <inheritdoc/>
    protected internal override void ApplyPart(int start, Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Span<float> m = firstMoment!.Values.Slice(start, parameters.Length);
        Span<float> v = secondMoment!.Values.Slice(start, parameters.Length);
        float decay = WeightDecay;
        float keep1 = Beta1;
        float add1 = (float)(1 - beta1.Exact);
        float keep2 = Beta2;
        float add2 = (float)(1 - beta2.Exact);

        // The correction of the root, c, leaves the loop: m / (sqrt(v) / c + eps) = c m / (sqrt(v) + c eps), as in section 2 of
        // the paper. Root and division bound what is left; a 512-bit divider is no faster than two of 256.
        double correction = Math.Sqrt(1 - Math.Pow(beta2.Exact, StepCount));
        float rate = (float)(-ExactLearningRate * correction / (1 - Math.Pow(beta1.Exact, StepCount)));
        float eps = (float)(epsilon.Exact * correction);

        // Scalar tails round as vectors do.
        ref float pRef = ref MemoryMarshal.GetReference(parameters);
        ref float gRef = ref MemoryMarshal.GetReference(gradients);
        ref float mRef = ref MemoryMarshal.GetReference(m);
        ref float vRef = ref MemoryMarshal.GetReference(v);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> p = Vector256.LoadUnsafe(ref pRef, (nuint)i);
                Vector256<float> g = VectorMath.MultiplyAdd(p, Vector256.Create(decay), Vector256.LoadUnsafe(ref gRef, (nuint)i));
                Vector256<float> first = VectorMath.MultiplyAdd(
                    Vector256.LoadUnsafe(ref mRef, (nuint)i), Vector256.Create(keep1), g * Vector256.Create(add1));
                Vector256<float> second = VectorMath.MultiplyAdd(
                    Vector256.LoadUnsafe(ref vRef, (nuint)i), Vector256.Create(keep2), g * g * Vector256.Create(add2));
                first.StoreUnsafe(ref mRef, (nuint)i);
                second.StoreUnsafe(ref vRef, (nuint)i);
                Vector256<float> denominator = Vector256.Sqrt(second) + Vector256.Create(eps);
                VectorMath.MultiplyAdd(first / denominator, Vector256.Create(rate), p).StoreUnsafe(ref pRef, (nuint)i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= parameters.Length - Vector128<float>.Count; i += Vector128<float>.Count)
            {
                Vector128<float> p = Vector128.LoadUnsafe(ref pRef, (nuint)i);
                Vector128<float> g = VectorMath.MultiplyAdd(p, Vector128.Create(decay), Vector128.LoadUnsafe(ref gRef, (nuint)i));
                Vector128<float> first = VectorMath.MultiplyAdd(
                    Vector128.LoadUnsafe(ref mRef, (nuint)i), Vector128.Create(keep1), g * Vector128.Create(add1));
                Vector128<float> second = VectorMath.MultiplyAdd(
                    Vector128.LoadUnsafe(ref vRef, (nuint)i), Vector128.Create(keep2), g * g * Vector128.Create(add2));
                first.StoreUnsafe(ref mRef, (nuint)i);
                second.StoreUnsafe(ref vRef, (nuint)i);
                Vector128<float> denominator = Vector128.Sqrt(second) + Vector128.Create(eps);
                VectorMath.MultiplyAdd(first / denominator, Vector128.Create(rate), p).StoreUnsafe(ref pRef, (nuint)i);
            }
        }

        for (; i < parameters.Length; i++)
        {
            float g = VectorMath.MultiplyAdd(parameters[i], decay, gradients[i]);
            m[i] = VectorMath.MultiplyAdd(m[i], keep1, g * add1);
            v[i] = VectorMath.MultiplyAdd(v[i], keep2, g * g * add2);
            float denominator = MathF.Sqrt(v[i]) + eps;
            parameters[i] = VectorMath.MultiplyAdd(m[i] / denominator, rate, parameters[i]);
        }
    }
}
