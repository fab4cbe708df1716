using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Decides how each parameter lies in memory, for all programs of a network: as its first reader asks for. Forward comes before whatever
/// else reads it, and inference, which has no other readers than Forward's, before training.
/// </summary>
internal static class ParameterLayouts
{
    /// <param name="programs">
    /// Graphs without layouts, the most telling first, and whether images are brought into the order of their readers when they come in.
    /// </param>
    /// <returns>Layouts by index; parameters that nobody reads are not among them.</returns>
    public static IReadOnlyDictionary<int, Layout> Decide(IEnumerable<(Graph.Graph Graph, bool ArrangesInputs)> programs)
    {
        IReadOnlyDictionary<int, Layout> layouts = new Dictionary<int, Layout>();
        foreach (var (graph, arrangesInputs) in programs)
            layouts = LayoutAssignment.FindWishes(graph, layouts, arrangesInputs);
        return layouts;
    }
}
