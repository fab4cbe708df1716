using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>The names of a network or a block while its layers are built in order. Negative values are not known.</summary>
internal sealed class LayerScope
{
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedWeights> shared = new(StringComparer.Ordinal);
    private readonly Func<int> newUnknown;
    private readonly bool hasUnknownNames;

    /// <param name="layers">The layers that will be built.</param>
    /// <param name="place">The block that they are of, in this use; null for the network.</param>
    /// <param name="newUnknown">Makes a value that is not known, unlike any other.</param>
    public LayerScope(EquatableArray<LayerSpec> layers, BlockPlace? place, Func<int> newUnknown)
    {
        Place = place;
        this.newUnknown = newUnknown;
        foreach (var layer in layers)
        {
            hasUnknownNames |= layer.Arguments.Any(argument => argument is { Name: "Name", Value: ArgumentValue.Unknown });
            foreach (var name in layer.PartNames().Prepend(layer.Name()).OfType<string>())
            {
                if (!declarations.ContainsKey(name))
                    declarations.Add(name, layer.Index);
            }
        }
    }

    public BlockPlace? Place { get; }

    /// <summary>The weights that this use of a block shares with others, and where it stands in the block that does; null where it has its own.</summary>
    public (SharedBlock Block, string Path)? Shared { get; set; }

    /// <summary>Whether parameters of all layers stay as they are.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Blocks that are used with shared weights, by their names.</summary>
    public Dictionary<string, SharedBlock> SharedBlocks { get; } = new(StringComparer.Ordinal);

    public bool IsBlock => Place is not null;

    /// <summary>The value of the layer before; null where there is none yet.</summary>
    public int? Previous { get; private set; }

    /// <summary>Reports a name that another layer has already.</summary>
    /// <returns>Whether this layer is the one that is meant by it.</returns>
    public bool CheckName(string name, LayerSpec layer, LayerFindings findings, string argument = "Name")
    {
        if (declarations[name] == layer.Index && !values.ContainsKey(name))
            return true;
        var free = name;
        for (var i = 2; declarations.ContainsKey(free) || values.ContainsKey(free); i++)
            free = FormattableString.Invariant($"{name}{i}");
        findings.Report("SN0009", argument, $"an earlier layer is named '{name}' already", $"write {Mend.Place}, or another name that no layer has",
            new Mend(argument, $"\"{free}\""));
        return false;
    }

    /// <summary>Names of the values that a layer makes where these are several; null for those that are not its own.</summary>
    public IReadOnlyList<string?> CheckPartNames(LayerSpec layer, LayerFindings findings)
    {
        var names = layer.PartNames();
        return names.Select((name, i) =>
        {
            var argument = LayerContext.ElementOf(LayerSpecNames.PartNamesArgument, i);
            if (names.Take(i).Contains(name))
                findings.Report("SN0009", argument, $"two parts are named '{name}'", "give each part a name of its own");
            else if (CheckName(name, layer, findings, argument))
                return name;
            return null;
        }).ToArray();
    }

    public void Define(string? name, int node)
    {
        if (name is not null)
            values[name] = node;
        Previous = node;
    }

    /// <summary>A value that is read by its name alone.</summary>
    public void DefineAside(string name, int node) => values[name] = node;

    /// <summary>An input; the first without a name is called <c>input</c>.</summary>
    public void DefineInput(string? name, int node)
    {
        if (name is null && !declarations.ContainsKey("input") && !values.ContainsKey("input"))
            name = "input";
        Define(name, node);
    }

    /// <summary>The weights that a layer shares, which it has first or takes of another; null where it has its own.</summary>
    public SharedWeights? FindWeights(LayerSpec layer, LayerFindings findings)
    {
        if (layer.Weights() is not { } name)
            return null;
        if (!shared.TryGetValue(name, out var weights))
            return shared[name] = new SharedWeights(name, layer.Kind);
        if (weights.Kind == layer.Kind)
            return weights;
        findings.Report("SN0012", "Weights", $"the weights '{name}' are those of a layer {weights.Kind}", $"share weights among layers of one kind, or leave out Weights");
        return null;
    }

    /// <summary>Forgets the weights of a layer that could not be built.</summary>
    public void ForgetWeights(SharedWeights weights) => shared.Remove(weights.Name);

    /// <summary>What a layer reads: the value that <c>From</c> names, else that of the layer before.</summary>
    public int FindInput(LayerSpec layer, LayerFindings findings)
    {
        if (layer.From() is { } from)
            return Find(from, "From", findings);
        if (layer.Arguments.Any(argument => argument is { Name: "From", Value: ArgumentValue.Unknown }))
            return newUnknown();
        if (Previous is { } previous)
            return previous;
        findings.Report("SN0007", null, "there is no value that it could take", "put an input before it, as in [Input(784)] or [Input(3, 32, 32)]");
        return newUnknown();
    }

    /// <summary>What a merge reads: the values it names; a single name is merged with the layer before.</summary>
    public int[] FindMerged(LayerSpec layer, LayerFindings findings)
    {
        var inputs = layer.Arguments.FirstOrDefault(argument => string.Equals(argument.Name, "inputs", StringComparison.OrdinalIgnoreCase))?.Value;
        if (inputs is ArgumentValue.Unknown || (inputs is null && layer.IsBroken))
            return new[] { FindInput(layer, findings), newUnknown() };
        var names = inputs is ArgumentValue.TextList list ? list.Values.ToArray() : Array.Empty<string>();
        var merged = names.Select((name, i) => Find(name, LayerContext.ElementOf("inputs", i), findings)).ToArray();
        switch (merged.Length)
        {
            case 0:
                var example = values.Count > 0 ? values.Keys.First() : "stem";
                findings.Report("SN0011", "inputs", "it names no layer to merge", $"write [{layer.Kind}(\"{example}\")] to merge with the layer before, or name several layers");
                return new[] { FindInput(layer, findings), newUnknown() };
            case 1:
                return new[] { FindInput(layer, findings), merged[0] };
            default:
                return merged;
        }
    }

    /// <summary>A value that another argument names; none where the argument is not given.</summary>
    public IEnumerable<int> FindReferenced(LayerSpec layer, string argument, LayerFindings findings)
    {
        var named = layer.Arguments.FirstOrDefault(candidate => string.Equals(candidate.Name, argument, StringComparison.OrdinalIgnoreCase))?.Value;
        return named switch
        {
            ArgumentValue.Text { Value: { } name } => new[] { Find(name, argument, findings) },
            ArgumentValue.Unknown => new[] { newUnknown() },
            _ => Array.Empty<int>(),
        };
    }

    /// <summary>The value that a state of the cell becomes, when all of its layers are built.</summary>
    public int FindNext(string name, LayerFindings findings) => Find(name, "Next", findings);

    private int Find(string name, string argument, LayerFindings findings)
    {
        if (values.TryGetValue(name, out var node))
            return node;
        if (declarations.ContainsKey(name))
        {
            findings.Report("SN0010", argument, $"'{name}' comes later (a layer that reads itself, directly or through others, would be a cycle)",
                values.Count == 0 ? "refer only to layers above" : $"refer only to layers above: {Known()}");
        }
        else if (!hasUnknownNames)
        {
            var nearest = SimilarNames.Nearest(name, values.Keys);
            if (nearest is null)
                findings.Report("SN0008", argument, $"no layer is named '{name}'", "give the layer that it reads a name, as in Name = \"stem\"");
            else
                findings.Report("SN0008", argument, $"no layer is named '{name}'", $"write {Mend.Place}; known names are {Known()}", new Mend(argument, $"\"{nearest}\""));
        }

        return newUnknown();
    }

    private string Known() => string.Join(", ", values.Keys.Select(key => $"'{key}'"));
}
