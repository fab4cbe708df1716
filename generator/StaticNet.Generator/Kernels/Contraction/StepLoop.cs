using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Innermost loops of sums, in which references walk from step to step.</summary>
internal static class StepLoop
{
    /// <param name="body">Where the loop goes.</param>
    /// <param name="target">The tier.</param>
    /// <param name="sum">The sum that the loop is part of.</param>
    /// <param name="variable">What counts.</param>
    /// <param name="steps">Steps of the sum.</param>
    /// <param name="walking">References, and the floats from each step to the next.</param>
    /// <param name="write">Writes a step, so many behind the one that references point to.</param>
    public static void Write(
        Body body, SimdTarget target, LongSum sum, string variable, int steps, IReadOnlyList<(string Reference, int Stride)> walking, Action<Body, int> write)
    {
        var together = Together(target, steps);
        sum.Loop(body, variable, 0, steps, together, steps / together, together, turn =>
        {
            if (together == 1)
            {
                write(turn, 0);
            }
            else
            {
                for (var step = 0; step < together; step++)
                {
                    var behind = step;
                    turn.Scope(inner => write(inner, behind));
                }
            }

            foreach (var (reference, stride) in walking)
                turn.Advance(reference, together * stride);
        });
    }

    /// <summary>
    /// Steps that share the arithmetic of a turn: on Intel's cores it takes the ports on which multiply-adds of 256 bits start,
    /// twelve of them a step. Of 512 bits there are 28, against which it is little.
    /// </summary>
    private static int Together(SimdTarget target, int steps) => target.Tier == Tier.Vector256 && steps % 2 == 0 ? 2 : 1;
}
