using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>One layer attribute as it was written.</summary>
/// <param name="Kind">The attribute class's name without the suffix: <c>Conv2D</c>.</param>
/// <param name="Arguments">
/// Positional arguments under their constructor parameter's name, named ones under their property's; only those written.
/// Names are compared without regard to case, as <c>channels</c> and <c>Channels</c> mean the same.
/// </param>
/// <param name="Block">What <c>[Use]</c> refers to; null for every other kind, and where it is no block that can be used.</param>
/// <param name="Index">Where the attribute stands in the declaration's location table.</param>
internal sealed record LayerSpec(string Kind, EquatableArray<ArgumentSpec> Arguments, BlockSpec? Block, int Index)
{
    /// <summary>
    /// Whether the C# compiler reports an error in the attribute: of its arguments, name and source are known at most. Where its
    /// type is not known either, the kind is what was written.
    /// </summary>
    public bool IsBroken { get; init; }
}

/// <summary>One attribute argument.</summary>
internal sealed record ArgumentSpec(string Name, ArgumentValue Value);

/// <summary>The body of a class marked <c>[Block]</c>.</summary>
/// <param name="Name">The class's name, for messages.</param>
/// <param name="Parameters">Its parameters in declaration order, with their default values.</param>
/// <param name="Layers">Its layer attributes in source order.</param>
internal sealed record BlockSpec(string Name, EquatableArray<BlockParameterSpec> Parameters, EquatableArray<LayerSpec> Layers);

/// <summary>A parameter of a block.</summary>
/// <param name="Name">The constant's name.</param>
/// <param name="Type">Its type: <c>int</c>, <c>double</c>, <c>bool</c>, or an enum by its name.</param>
/// <param name="Default">Its value where none is given; of an enum its number, and 1 for true.</param>
internal sealed record BlockParameterSpec(string Name, string Type, double Default)
{
    /// <summary>Members of an enum by their numbers, for messages.</summary>
    public EquatableArray<BlockEnumMember> Members { get; init; }

    /// <summary>Values of a block's parameters, for messages.</summary>
    public static string[] Describe(IEnumerable<BlockParameterSpec> parameters, IReadOnlyList<double?> values) =>
        parameters.Select((parameter, i) => parameter.Describe(values[i])).ToArray();

    /// <summary>A value of it, for messages.</summary>
    public string Describe(double? value) => value switch
    {
        null => "?",
        { } number when Type == "bool" => number == 0 ? "false" : "true",
        { } number when Members.FirstOrDefault(member => member.Value == number) is { } member => member.Name,
        { } number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

/// <summary>A member of an enum.</summary>
internal sealed record BlockEnumMember(string Name, int Value);
