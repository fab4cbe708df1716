using StaticNet.Generator.Declaration;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>The names of a network or a block while its layers are built in order.</summary>
internal sealed class LayerScope
{
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> declarations = new(StringComparer.Ordinal);

    public LayerScope(EquatableArray<LayerSpec> layers, bool isBlock)
    {
        IsBlock = isBlock;
        foreach (var layer in layers)
        {
            if (layer.Name() is { } name && !declarations.ContainsKey(name))
                declarations.Add(name, layer.Index);
        }
    }

    public bool IsBlock { get; }

    /// <summary>The value of the layer before; null where there is none yet.</summary>
    public int? Previous { get; private set; }

    /// <exception cref="LayerException">The name is taken, or cannot be one.</exception>
    public void CheckName(string name, LayerSpec layer)
    {
        if (name.Length == 0 || !IsNameStart(name[0]) || !name.All(c => IsNameStart(c) || char.IsDigit(c) || c == '-'))
        {
            throw new LayerException("SN0017", "Name", $"'{name}' cannot name a layer",
                "begin with a letter and go on with letters, digits, '_' or '-'; dots separate names in the state dict");
        }

        if (values.ContainsKey(name) || declarations[name] != layer.Index)
            throw new LayerException("SN0009", "Name", $"an earlier layer is named '{name}' already", "give every layer a name of its own");
    }

    public void Define(string? name, int node)
    {
        if (name is not null)
            values[name] = node;
        Previous = node;
    }

    /// <summary>An input; the first without a name is called <c>input</c>.</summary>
    public void DefineInput(string? name, int node)
    {
        if (name is null && !declarations.ContainsKey("input") && !values.ContainsKey("input"))
            name = "input";
        Define(name, node);
    }

    /// <summary>What a layer reads: the value that <c>From</c> names, else that of the layer before.</summary>
    public int FindInput(LayerSpec layer)
    {
        if (layer.From() is { } from)
            return Find(from, "From");
        return Previous ?? throw new LayerException("SN0007", null, "there is no value that it could take", "put [Input(...)] before it");
    }

    /// <summary>What a merge reads: the values it names; a single name is merged with the layer before.</summary>
    public int[] FindMerged(LayerSpec layer)
    {
        var names = layer.Arguments.FirstOrDefault(argument => string.Equals(argument.Name, "inputs", StringComparison.OrdinalIgnoreCase))?.Value
            is ArgumentValue.TextList list ? list.Values.ToArray() : Array.Empty<string>();
        var values = names.Select((name, i) => Find(name, $"inputs[{i}]")).ToArray();
        return values.Length switch
        {
            0 => throw new LayerException("SN0011", "inputs", "it names no layer to merge", "name one layer (to merge with the layer before) or more"),
            1 => new[] { FindInput(layer), values[0] },
            _ => values,
        };
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private int Find(string name, string argument)
    {
        if (name is not null && values.TryGetValue(name, out var node))
            return node;
        if (name is not null && declarations.ContainsKey(name))
        {
            throw new LayerException("SN0010", argument, $"'{name}' comes later (a layer that reads itself, directly or through others, would be a cycle)",
                "refer only to layers above");
        }

        var known = values.Count == 0 ? "no layer is named yet" : "known names are " + string.Join(", ", values.Keys.Select(key => $"'{key}'"));
        throw new LayerException("SN0008", argument, $"no layer is named '{name}'", known);
    }
}
