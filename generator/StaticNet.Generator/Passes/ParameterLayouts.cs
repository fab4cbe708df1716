using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Decides how each parameter lies in memory, for all programs of a network: as its first reader asks for. Forward comes before whatever
/// else reads it, and inference, which has no other readers than Forward's, before training.
/// </summary>
internal static class ParameterLayouts
{
    /// <param name="programs">
    /// Graphs without layouts, the most telling first and null for programs that a network lacks, and whether each runs as straight-line code,
    /// which reads images as the caller has them.
    /// </param>
    /// <returns>Layouts by index; parameters that nobody reads are not among them.</returns>
    public static IReadOnlyDictionary<int, Layout> Decide(IEnumerable<(Graph.Graph? Graph, bool RunsStraight)> programs)
    {
        IReadOnlyDictionary<int, Layout> layouts = new Dictionary<int, Layout>();
        foreach (var (graph, runsStraight) in programs)
        {
            if (graph is not null)
                layouts = LayoutAssignment.FindWishes(graph, layouts, arrangesInputs: !runsStraight);
        }

        return layouts;
    }
}
