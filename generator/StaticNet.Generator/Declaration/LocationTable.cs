using System.Globalization;
using Microsoft.CodeAnalysis.Text;
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
        var attribute = this[layerIndex];
        return argument is null ? attribute.Whole : attribute.Find(argument);
    }

    /// <summary>The attribute with that index, or the class.</summary>
    public AttributeLocation this[int layerIndex] => layerIndex >= 0 && layerIndex < Layers.Count ? Layers[layerIndex] : Class;
}

/// <summary>Where an attribute and its arguments stand.</summary>
/// <param name="Whole">The attribute without brackets; for <c>[Network]</c>, the class's identifier.</param>
/// <param name="Arguments">Those written.</param>
internal sealed record AttributeLocation(SourceSpan Whole, EquatableArray<ArgumentLocation> Arguments)
{
    /// <summary>The attribute as it was written, for messages that show it mended; null where it would be too long.</summary>
    public AttributeText? Text { get; init; }

    public SourceSpan Find(string argument)
    {
        var (found, element) = Look(argument);
        if (found is null)
            return Whole;
        return element is { } index && index < found.Elements.Count ? found.Elements[index] : found.Whole;
    }

    /// <summary>The argument of that name, and the index behind it; null where it was not written.</summary>
    public (ArgumentLocation? Argument, int? Element) Look(string argument)
    {
        var bracket = argument.IndexOf('[');
        var name = bracket < 0 ? argument : argument.Substring(0, bracket);
        var digits = bracket < 0 ? "" : argument.Substring(bracket + 1).TrimEnd(']');
        int? element = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
        foreach (var candidate in Arguments)
        {
            if (string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                return (candidate, element);
        }

        return (null, element);
    }
}

/// <summary>The text of an attribute that stands on one line.</summary>
/// <param name="Start">Where it begins in its file.</param>
/// <param name="Written">Without brackets: <c>Conv2D(6, 5, Padding = 2)</c>.</param>
internal sealed record AttributeText(int Start, string Written);

/// <summary>Where an argument stands, and each element where it is a list.</summary>
/// <param name="Name">The constructor's parameter or the property.</param>
/// <param name="Whole">With the name where that was written.</param>
/// <param name="Elements">Empty where they cannot be told apart.</param>
internal sealed record ArgumentLocation(string Name, SourceSpan Whole, EquatableArray<SourceSpan> Elements)
{
    /// <summary>The value alone.</summary>
    public TextSpan Value { get; init; }

    /// <summary>The name as it was written before the value: <c>outputs: </c>, <c>Stride = </c>, or nothing.</summary>
    public string Prefix { get; init; } = "";
}
