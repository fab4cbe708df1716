namespace StaticNet.Generator.Declaration;

/// <summary>The arguments that every layer attribute has.</summary>
internal static class LayerSpecNames
{
    /// <summary>The argument that lists names of values.</summary>
    public const string PartNamesArgument = "names";

    public static string? Name(this LayerSpec layer) => Text(layer, "Name");

    public static string? From(this LayerSpec layer) => Text(layer, "From");

    public static string? Weights(this LayerSpec layer) => Text(layer, "Weights");

    /// <summary>Names of the several values that a layer makes: its argument <c>names</c>.</summary>
    public static IReadOnlyList<string> PartNames(this LayerSpec layer) =>
        layer.Arguments.FirstOrDefault(argument => argument.Name == PartNamesArgument)?.Value is ArgumentValue.TextList list ? list.Values.ToArray() : Array.Empty<string>();

    /// <summary>Whether the layer's parameters are to stay as they are.</summary>
    public static bool IsFrozen(this LayerSpec layer) => layer.Arguments.Any(argument => argument is { Name: "Frozen", Value: ArgumentValue.Flag { Value: IntegerExpression.Constant { Value: 1 } } });

    public static string? Text(this LayerSpec layer, string argument)
    {
        foreach (var candidate in layer.Arguments)
        {
            if (candidate.Name == argument && candidate.Value is ArgumentValue.Text text)
                return text.Value;
        }

        return null;
    }
}
