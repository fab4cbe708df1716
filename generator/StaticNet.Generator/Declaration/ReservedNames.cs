using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Declaration;

/// <summary>Names of members that networks get: what the user's own may meet.</summary>
internal static class ReservedNames
{
    /// <summary>The field of the user's class that holds everything else.</summary>
    public const string Field = "__programs";

    /// <summary>Names that no other member may have, whatever it is.</summary>
    public static readonly IReadOnlyList<string> Single = new[]
    {
        Field, "ParameterCount", "WorkspaceLength", "BatchCapacity", "ForwardFlops", "Summary", "Training", "RandomState",
        "DegreeOfParallelism", "Parameters", "Gradients", "States", "Tensors", "ParameterViews", "GradientViews", "Views", "Trainer",
    };

    private static readonly HashSet<string> All =
        new(Single.Concat(new[] { ".ctor", "ShareParameters", "Save", "Load", "FromFile", "Forward", "Backward", "BackwardToInputs", "Step" }), StringComparer.Ordinal);

    /// <summary>Whether a generated member could have the name, for some network.</summary>
    public static bool MayMeet(string name) => All.Contains(name) || name.EndsWith("Length", StringComparison.Ordinal);
}
