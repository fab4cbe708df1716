using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Steps;

/// <summary>
/// Copies between samples of several steps and steps of several samples. <c>count</c> is that of samples: a step has <c>count</c> times
/// the elements of one.
/// </summary>
internal static class StepMoves
{
    private static readonly EquatableArray<KernelParameter> OneToOne =
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target));

    /// <summary>[N][T][...] becomes [T][N][...].</summary>
    public static Kernel Enter(KernelSignature signature) => Exchange(signature, signature.Result.Type.Steps, signature.Result.Length, "ToSteps", enters: true);

    /// <summary>[T][N][...] becomes [N][T][...].</summary>
    public static Kernel Leave(KernelSignature signature) => Exchange(signature, signature.Inputs[0].Type.Steps, signature.Inputs[0].Length, "FromSteps", enters: false);

    private static Kernel Exchange(KernelSignature signature, int steps, int length, string role, bool enters) => new(
        role,
        EquatableArray<string>.Of(enters
            ? $"Samples of {steps} steps become steps of all samples: y[t, n] = x[n, t], {length} elements each."
            : $"Steps of all samples become samples of {steps} steps: y[n, t] = x[t, n], {length} elements each."),
        OneToOne,
        _ =>
        {
            var body = new Body();
            body.Index("step", IndexExpression.Variable("count") * length);
            body.Loop("n", 0, "count", 1, (inner, n) =>
            {
                inner.Reference("one", enters ? "y" : "x", n * length);
                inner.Reference("sample", enters ? "x" : "y", n * (steps * length));
                inner.Loop("t", 0, steps, 1, (copy, t) =>
                {
                    copy.Add(enters
                        ? new Statement.Copy("one", 0, "sample", t * length, length)
                        : new Statement.Copy("sample", t * length, "one", 0, length));
                    copy.Advance("one", "step");
                });
            });
            return body;
        });

    /// <summary>Every step of the second operand moves one on; the first operand takes the place that becomes free.</summary>
    public static Kernel Shift(KernelSignature signature, bool isReversed)
    {
        var (steps, length) = (signature.Result.Type.Steps, signature.Result.Length);
        return new Kernel(
            "PreviousSteps",
            EquatableArray<string>.Of(isReversed
                ? $"y[t] = x[t + 1], and y[{steps - 1}] = first: what the state was before each step, from the last to the first."
                : "y[t] = x[t - 1], and y[0] = first: what the state was before each step."),
            EquatableArray<KernelParameter>.Of(new("first", KernelParameterKind.Source), new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            _ =>
            {
                var body = new Body();
                IndexExpression step = IndexExpression.Variable("count") * length;
                var others = IndexExpression.Variable("count") * (length * (steps - 1));
                body.Add(new Statement.Copy("y", isReversed ? others : 0, "first", 0, step));
                if (steps > 1)
                    body.Add(new Statement.Copy("y", isReversed ? 0 : step, "x", isReversed ? step : 0, others));
                return body;
            });
    }

    /// <summary>One step of a value, or several.</summary>
    public static Kernel Take(KernelSignature signature, int step)
    {
        var (steps, length) = (signature.Result.Type.Steps, signature.Result.Length);
        return new Kernel("Step", EquatableArray<string>.Of($"y = x[{(steps == 1 ? step : $"{step}..{step + steps}")}] of {signature.Inputs[0].Type.Steps} steps."), OneToOne, _ =>
        {
            var body = new Body();
            body.Add(new Statement.Copy("y", 0, "x", IndexExpression.Variable("count") * (step * length), IndexExpression.Variable("count") * (steps * length)));
            return body;
        });
    }

    /// <summary>A value with steps of zeros before and behind it.</summary>
    public static Kernel Pad(KernelSignature signature, int before)
    {
        var (all, steps, length) = (signature.Result.Type.Steps, signature.Inputs[0].Type.Steps, signature.Result.Length);
        return new Kernel("PadSteps", EquatableArray<string>.Of($"y[t + {before}] = x[t] of {steps} steps, and zeros in the others of {all}."), OneToOne, _ =>
        {
            var body = new Body();
            IndexExpression Steps(int count) => IndexExpression.Variable("count") * (count * length);
            body.Add(new Statement.Clear("y", 0, Steps(before)));
            body.Add(new Statement.Copy("y", Steps(before), "x", 0, Steps(steps)));
            body.Add(new Statement.Clear("y", Steps(before + steps), Steps(all - before - steps)));
            return body;
        });
    }

    /// <summary>A value in one step, and zeros in the others.</summary>
    public static Kernel Put(KernelSignature signature, int step)
    {
        var (steps, length) = (signature.Result.Type.Steps, signature.Result.Length);
        return new Kernel("OnlyStep", EquatableArray<string>.Of($"y[{step}] = x, and all other steps of {steps} are 0."), OneToOne, _ =>
        {
            var body = new Body();
            body.Add(new Statement.Clear("y", 0, IndexExpression.Variable("count") * (steps * length)));
            body.Add(new Statement.Copy("y", IndexExpression.Variable("count") * (step * length), "x", 0, IndexExpression.Variable("count") * length));
            return body;
        });
    }

    /// <summary>The sum over all steps.</summary>
    public static Kernel Sum(KernelSignature signature)
    {
        var (steps, length) = (signature.Inputs[0].Type.Steps, signature.Result.Length);
        return new Kernel("SumOfSteps", EquatableArray<string>.Of($"y = sum over {steps} steps t of x[t]"), OneToOne, target =>
        {
            var body = new Body();
            body.Index("step", IndexExpression.Variable("count") * length);
            body.Loop("i", 0, IndexExpression.Variable("step") + (target.Width - 1), target.Width, (inner, i) =>
            {
                inner.Reference("at", "x", i);
                var sum = inner.Declare("sum", new Expression.Literal(0, target.Width));
                LongSum.Write(inner, steps, new[] { sum }, (loops, whole) => whole.Loop(loops, "t", 0, steps, 1, steps, 1, next =>
                {
                    next.Assign("sum", sum + new Expression.Load("at", 0, target.Width));
                    next.Advance("at", "step");
                }));
                inner.Store("y", i, sum);
            });
            return body;
        });
    }
}
