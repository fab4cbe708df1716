namespace StaticNet.Generator.Ops;

/// <summary>A layer that cannot be built; becomes a diagnostic on the attribute (or the argument) that is wrong.</summary>
internal sealed class LayerException : Exception
{
    public LayerException(string id, string? argument, string problem, string remedy)
        : base(problem + "; " + remedy)
    {
        Id = id;
        Argument = argument;
        Problem = problem;
        Remedy = remedy;
    }

    public string Id { get; }

    public string? Argument { get; }

    public string Problem { get; }

    public string Remedy { get; }
}
