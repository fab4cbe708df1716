namespace StaticNet.Generator.Declaration;

/// <summary>The arguments that every layer attribute has.</summary>
internal static class LayerSpecNames
{
    public static string? Name(this LayerSpec layer) => Text(layer, "Name");

    public static string? From(this LayerSpec layer) => Text(layer, "From");

    public static string? Weights(this LayerSpec layer) => Text(layer, "Weights");

    /// <summary>Whether the layer's parameters are to stay as they are.</summary>
    public static bool IsFrozen(this LayerSpec layer) => layer.Arguments.Any(argument => argument is { Name: "Frozen", Value: ArgumentValue.Flag { Value: true } });

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
