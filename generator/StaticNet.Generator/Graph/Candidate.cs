using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Graph;

/// <summary>What candidates for a node's schedule depend on.</summary>
/// <param name="Inputs">Types of the operands.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="BatchCapacity">Samples of the largest batch.</param>
/// <param name="IsStrict">Whether only sums of products as they are written will do.</param>
internal sealed record ScheduleRequest(IReadOnlyList<TensorType> Inputs, TensorType Result, int BatchCapacity, bool IsStrict);

/// <summary>A way to compute a node, and what the cost model expects of it.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Cycles">
/// Cycles of a core, in a tier, for a sample; infinite for what is possible but never advisable, which only tests ask for.
/// </param>
internal sealed record Candidate(Algorithm Algorithm, Func<SimdTarget, double> Cycles)
{
    /// <summary>Whether it copies an image that lies in its order already, for a border.</summary>
    public bool CopiesImage { get; init; }

    /// <summary>Makes the operands that it reads of those of the operation: weights that are transformed first. Null takes them as they are.</summary>
    public Func<GraphBuilder, int[], int[]>? Prepare { get; init; }
}
