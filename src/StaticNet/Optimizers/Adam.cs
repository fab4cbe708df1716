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
        // Of neither is anything kept where there is no memory for both.
        OptimizerState first = AddState("exp_avg");
        secondMoment = AddState("exp_avg_sq");
        firstMoment = first;
    }

    /// <inheritdoc/>
    protected internal override void ApplyPart(int start, Span<float> parameters, ReadOnlySpan<float> gradients, UpdateSettings settings)
    {
        Span<float> m = firstMoment!.Values.Slice(start, parameters.Length);
        Span<float> v = secondMoment!.Values.Slice(start, parameters.Length);
        float decay = settings.WeightDecay;
        float keep1 = Beta1;
        float add1 = (float)(1 - beta1.Exact);
        float keep2 = Beta2;
        float add2 = (float)(1 - beta2.Exact);

        // The correction of the root, c, leaves the loop: m / (sqrt(v) / c + eps) = c m / (sqrt(v) + c eps), as in section 2 of
        // the paper. Root and division bound what is left. The JIT leaves constants out of a loop only where they are variables.
        double correction = Math.Sqrt(1 - Math.Pow(beta2.Exact, StepCount));
        float rate = (float)(-settings.LearningRate * correction / (1 - Math.Pow(beta1.Exact, StepCount)));
        float eps = (float)(epsilon.Exact * correction);
        float bound = FadingBound();

        // Scalar tails round as vectors do.
        ref float pRef = ref MemoryMarshal.GetReference(parameters);
        ref float gRef = ref MemoryMarshal.GetReference(gradients);
        ref float mRef = ref MemoryMarshal.GetReference(m);
        ref float vRef = ref MemoryMarshal.GetReference(v);
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> decays = Vector512.Create(decay);
            Vector512<float> keeps1 = Vector512.Create(keep1);
            Vector512<float> adds1 = Vector512.Create(add1);
            Vector512<float> keeps2 = Vector512.Create(keep2);
            Vector512<float> adds2 = Vector512.Create(add2);
            Vector512<float> bounds = Vector512.Create(bound);
            Vector512<float> epsilons = Vector512.Create(eps);
            Vector512<float> rates = Vector512.Create(rate);
            for (; i <= parameters.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> p = Vector512.LoadUnsafe(ref pRef, (nuint)i);
                Vector512<float> g = VectorMath.MultiplyAdd(p, decays, Vector512.LoadUnsafe(ref gRef, (nuint)i));
                Vector512<float> first = VectorMath.MultiplyAdd(Vector512.LoadUnsafe(ref mRef, (nuint)i), keeps1, g * adds1);
                Vector512<float> second = VectorMath.MultiplyAdd(Vector512.LoadUnsafe(ref vRef, (nuint)i), keeps2, g * g * adds2);
                first = FadingMoment.Settle(first, bounds);
                second = FadingMoment.SettleSquare(second, bounds);
                first.StoreUnsafe(ref mRef, (nuint)i);
                second.StoreUnsafe(ref vRef, (nuint)i);
                Vector512<float> denominator = Vector512.Sqrt(second) + epsilons;
                VectorMath.MultiplyAdd(first / denominator, rates, p).StoreUnsafe(ref pRef, (nuint)i);
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> decays = Vector256.Create(decay);
            Vector256<float> keeps1 = Vector256.Create(keep1);
            Vector256<float> adds1 = Vector256.Create(add1);
            Vector256<float> keeps2 = Vector256.Create(keep2);
            Vector256<float> adds2 = Vector256.Create(add2);
            Vector256<float> bounds = Vector256.Create(bound);
            Vector256<float> epsilons = Vector256.Create(eps);
            Vector256<float> rates = Vector256.Create(rate);
            for (; i <= parameters.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> p = Vector256.LoadUnsafe(ref pRef, (nuint)i);
                Vector256<float> g = VectorMath.MultiplyAdd(p, decays, Vector256.LoadUnsafe(ref gRef, (nuint)i));
                Vector256<float> first = VectorMath.MultiplyAdd(Vector256.LoadUnsafe(ref mRef, (nuint)i), keeps1, g * adds1);
                Vector256<float> second = VectorMath.MultiplyAdd(Vector256.LoadUnsafe(ref vRef, (nuint)i), keeps2, g * g * adds2);
                first = FadingMoment.Settle(first, bounds);
                second = FadingMoment.SettleSquare(second, bounds);
                first.StoreUnsafe(ref mRef, (nuint)i);
                second.StoreUnsafe(ref vRef, (nuint)i);
                Vector256<float> denominator = Vector256.Sqrt(second) + epsilons;
                VectorMath.MultiplyAdd(first / denominator, rates, p).StoreUnsafe(ref pRef, (nuint)i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<float> decays = Vector128.Create(decay);
            Vector128<float> keeps1 = Vector128.Create(keep1);
            Vector128<float> adds1 = Vector128.Create(add1);
            Vector128<float> keeps2 = Vector128.Create(keep2);
            Vector128<float> adds2 = Vector128.Create(add2);
            Vector128<float> bounds = Vector128.Create(bound);
            Vector128<float> epsilons = Vector128.Create(eps);
            Vector128<float> rates = Vector128.Create(rate);
            for (; i <= parameters.Length - Vector128<float>.Count; i += Vector128<float>.Count)
            {
                Vector128<float> p = Vector128.LoadUnsafe(ref pRef, (nuint)i);
                Vector128<float> g = VectorMath.MultiplyAdd(p, decays, Vector128.LoadUnsafe(ref gRef, (nuint)i));
                Vector128<float> first = VectorMath.MultiplyAdd(Vector128.LoadUnsafe(ref mRef, (nuint)i), keeps1, g * adds1);
                Vector128<float> second = VectorMath.MultiplyAdd(Vector128.LoadUnsafe(ref vRef, (nuint)i), keeps2, g * g * adds2);
                first = FadingMoment.Settle(first, bounds);
                second = FadingMoment.SettleSquare(second, bounds);
                first.StoreUnsafe(ref mRef, (nuint)i);
                second.StoreUnsafe(ref vRef, (nuint)i);
                Vector128<float> denominator = Vector128.Sqrt(second) + epsilons;
                VectorMath.MultiplyAdd(first / denominator, rates, p).StoreUnsafe(ref pRef, (nuint)i);
            }
        }

        for (; i < parameters.Length; i++)
        {
            float g = VectorMath.MultiplyAdd(parameters[i], decay, gradients[i]);
            m[i] = FadingMoment.Settle(VectorMath.MultiplyAdd(m[i], keep1, g * add1), bound);
            v[i] = FadingMoment.SettleSquare(VectorMath.MultiplyAdd(v[i], keep2, g * g * add2), bound);
            float denominator = MathF.Sqrt(v[i]) + eps;
            parameters[i] = VectorMath.MultiplyAdd(m[i] / denominator, rate, parameters[i]);
        }
    }

    /// <summary>Below which size moments are forgotten: the smallest normal number, or 0 where that would be felt.</summary>
    /// <remarks>
    /// If v loses less than s = 2^-126 a step, it lacks at most s (1 - beta2^t) / (1 - beta2), and sqrt(v) / sqrt(1 - beta2^t) at
    /// most 2^-63 / sqrt(1 - beta2): no more than the last bit of the epsilon that is added to it, under the condition below.
    /// And m lacks at most s / (1 - beta1), so that over an epsilon of at least 2^-38 the parameter moves by less than
    /// 2^-88 / (1 - beta1) learning rates a step otherwise than it would.
    /// </remarks>
    private float FadingBound() =>
        epsilon.Exact * Math.Sqrt(1 - beta2.Exact) >= Math.ScaleB(1, -38) ? FadingMoment.Smallest : 0;
}
