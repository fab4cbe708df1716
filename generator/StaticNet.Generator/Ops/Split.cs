using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Split("a", "b")]</c>: parts of a value along an axis, each under a name, as <c>torch.split</c>.</summary>
internal sealed class SplitLayer : LayerRule
{
    private const string Lengths = "Lengths";

    public override string Kind => "Split";

    public override int? Build(LayerContext layer)
    {
        var names = layer.Names(LayerSpecNames.PartNamesArgument);
        if (names is null or { Count: 0 } && layer.IsSoundButForInputs)
            layer.OutOfRange(LayerSpecNames.PartNamesArgument, "empty", "a name for each part", "\"first\", \"second\"", ", or other names");
        for (var i = 0; i < (names?.Count ?? 0); i++)
        {
            if (!Identifiers.IsValid(names![i]))
                layer.Report("SN0017", LayerContext.ElementOf(LayerSpecNames.PartNamesArgument, i), $"{Literals.Text(names[i])} is not a name", "write letters, digits and underscores, not beginning with a digit, as in \"stem_1\"");
        }

        if (layer.Has("Name"))
            layer.Report("SN0011", "Name", "its parts have names", "leave out Name: others read the parts");
        var axis = LayerAxis.Read(layer, "Axis", 0);
        if (names is null || ReadLengths(layer, names.Count, axis) is not { } lengths || !layer.IsSound)
            return null;
        var start = 0;
        foreach (var length in lengths)
        {
            layer.Parts.Add(length == layer.InputShape![axis!.Value] ? layer.Input : layer.Graph.Add(new Slice(axis.Value, start, length), layer.Input));
            start += length;
        }

        return layer.Parts[layer.Parts.Count - 1];
    }

    private static int[]? ReadLengths(LayerContext layer, int parts, int? axis)
    {
        var whole = axis is { } along && layer.InputShape is { } shape ? shape[along] : (int?)null;
        if (!layer.Has(Lengths))
        {
            if (parts > 0 && whole is { } count && count % parts > 0)
            {
                layer.DoesNotFit("names", $"{parts} parts do not divide the {count} elements along axis {axis} of {layer.InputShape}",
                    $"name as many parts as divide {count}, or say how long each is, as in Lengths = new[] {{ {Example(count, parts)} }}");
            }

            return whole is null || parts == 0 ? null : Enumerable.Repeat(whole.Value / parts, parts).ToArray();
        }

        if (layer.Integers(Lengths) is not { } written)
            return null;
        var lengths = written.Select((length, i) => layer.AtLeast(LayerContext.ElementOf(Lengths, i), length, 1)).ToArray();
        if (lengths.Length != parts)
            layer.OutOfRange(Lengths, $"{lengths.Length} numbers", $"{parts}, one for each name", $"new[] {{ {Example(whole ?? parts, parts)} }}", ", or other lengths");
        else if (lengths.All(length => length is not null) && whole is not null && lengths.Sum(length => (long)length!.Value) != whole)
            layer.DoesNotFit(Lengths, $"its parts have {lengths.Sum(length => (long)length!.Value)} elements together, but there are {whole} along axis {axis} of {layer.InputShape}", $"write {Mend.Place}, or other lengths whose sum is {whole}", $"new[] {{ {Example(whole.Value, parts)} }}");
        return layer.IsSound ? lengths.Select(length => length!.Value).ToArray() : null;
    }

    /// <summary>Lengths that are as alike as can be.</summary>
    private static string Example(int whole, int parts) => parts > whole ? string.Join(", ", Enumerable.Repeat("1", parts))
        : string.Join(", ", Enumerable.Range(0, parts).Select(i => Literals.Integer((whole / parts) + (i < whole % parts ? 1 : 0))));
}
