namespace StaticNet.Generator.Declaration;

/// <summary>The arguments that every layer attribute has.</summary>
internal static class LayerSpecNames
{
    public static string? Name(this LayerSpec layer) => Text(layer, "Name");

    public static string? From(this LayerSpec layer) => Text(layer, "From");

    public static string? Weights(this LayerSpec layer) => Text(layer, "Weights");

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
