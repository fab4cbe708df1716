namespace StaticNet.Generator.Graph;

/// <summary>Contributions to the gradient of every value, while Autodiff walks the graph backwards.</summary>
internal sealed class Gradients
{
    private readonly Dictionary<int, List<int>> contributions = new();
    private readonly Func<int, bool> needed;

    public Gradients(GraphBuilder builder, Func<int, bool> needed)
    {
        Builder = builder;
        this.needed = needed;
    }

    /// <summary>Where gradient operations are added.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>Whether anybody asks for the gradient with respect to <paramref name="value"/>; if not, none is built.</summary>
    public bool IsNeeded(int value) => needed(value);

    /// <summary>Adds to the gradient with respect to <paramref name="value"/>.</summary>
    public void Add(int value, int contribution)
    {
        if (!contributions.TryGetValue(value, out var list))
            contributions[value] = list = new List<int>();
        list.Add(contribution);
    }

    /// <summary>What was added so far, in order.</summary>
    public IReadOnlyList<int> Contributions(int value) =>
        contributions.TryGetValue(value, out var list) ? list : Array.Empty<int>();
}
