using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Memory that is fetched into the second-level cache before it is needed, some lines at a time between other work: a loop that
/// visits it many times would wait for every line of it in the first visit.
/// </summary>
/// <param name="Name">The reference that walks along.</param>
/// <param name="Lines">Cache lines at a time.</param>
/// <param name="Stride">Floats from those to the next ones.</param>
internal sealed record Prefetching(string Name, int Lines, int Stride)
{
    /// <summary>Lines at a time beyond which memory is streamed, which the hardware sees by itself.</summary>
    private const int MostLines = 16;

    /// <summary>How so much memory is fetched in the time that there is; null where that is too short, and where there is no cache to speak to.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="name">The reference that walks along.</param>
    /// <param name="floats">How much.</param>
    /// <param name="times">How often <see cref="Step"/> will be written or run.</param>
    public static Prefetching? Find(SimdTarget target, string name, long floats, long times)
    {
        var lines = (floats + (CostModel.LineFloats * times) - 1) / (CostModel.LineFloats * times);
        return target.Tier == Tier.Scalar || lines > MostLines ? null : new Prefetching(name, (int)lines, (int)lines * CostModel.LineFloats);
    }

    /// <summary>How pieces that lie apart are fetched, one at a time; null where there is no time for all, and where there is no cache to speak to.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="name">The reference that walks along.</param>
    /// <param name="pieces">How many.</param>
    /// <param name="floats">The size of each.</param>
    /// <param name="stride">Floats from one to the next.</param>
    /// <param name="times">How often <see cref="Step"/> will be written or run.</param>
    public static Prefetching? FindPieces(SimdTarget target, string name, int pieces, int floats, int stride, long times)
    {
        var lines = (floats + CostModel.LineFloats - 1) / CostModel.LineFloats;
        return target.Tier == Tier.Scalar || pieces > times || lines > MostLines ? null : new Prefetching(name, lines, stride);
    }

    /// <summary>Declares where the memory begins.</summary>
    public void Begin(Body body, string reference, IndexExpression offset) => body.Reference(Name, reference, offset);

    /// <summary>Fetches the next lines.</summary>
    public void Step(Body body)
    {
        body.Add(new Statement.Prefetch(Name, Lines));
        body.Advance(Name, Stride);
    }
}
