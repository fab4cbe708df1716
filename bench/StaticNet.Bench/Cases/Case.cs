namespace StaticNet.Bench.Cases;

/// <summary>Something to measure.</summary>
/// <param name="Name">Network and what it does, apart by a slash: <c>lenet5/forward</c>.</param>
/// <param name="Prepare">Allocates what it takes; only cases that are asked for pay for it.</param>
internal sealed record Case(string Name, Func<Subject> Prepare)
{
    /// <summary>What the project wants to reach, where it says so.</summary>
    public Aim? Aim { get; init; }
}
