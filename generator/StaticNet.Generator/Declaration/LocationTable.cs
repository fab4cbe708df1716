using System.Globalization;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>Where the class and its attributes stand in source.</summary>
/// <param name="Class">The class's identifier, with the arguments of <c>[Network]</c>.</param>
/// <param name="Layers">By <see cref="LayerSpec.Index"/>.</param>
internal sealed record LocationTable(AttributeLocation Class, EquatableArray<AttributeLocation> Layers)
{
    /// <summary>
    /// Finds the narrowest place: an element of a list (<c>inputs[1]</c>), the argument, or the attribute where the argument
    /// was not written.
    /// </summary>
    /// <param name="layerIndex">A <see cref="LayerSpec.Index"/>; anything else means the class.</param>
    /// <param name="argument">An argument's name in any case, with or without an element's index; or null.</param>
    public SourceSpan Find(int layerIndex, string? argument)
    {
        var attribute = layerIndex >= 0 && layerIndex < Layers.Count ? Layers[layerIndex] : Class;
        return argument is null ? attribute.Whole : attribute.Find(argument);
    }
}

/// <summary>Where an attribute and its arguments stand.</summary>
internal sealed record AttributeLocation(SourceSpan Whole, EquatableArray<ArgumentLocation> Arguments)
{
    public SourceSpan Find(string argument)
    {
        var bracket = argument.IndexOf('[');
        var name = bracket < 0 ? argument : argument.Substring(0, bracket);
        foreach (var candidate in Arguments)
        {
            if (!string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            var digits = bracket < 0 ? "" : argument.Substring(bracket + 1).TrimEnd(']');
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var element)
                && element < candidate.Elements.Count
                ? candidate.Elements[element]
                : candidate.Whole;
        }

        return Whole;
    }
}

/// <summary>Where an argument stands, and each element where it is a list.</summary>
internal sealed record ArgumentLocation(string Name, SourceSpan Whole, EquatableArray<SourceSpan> Elements);
