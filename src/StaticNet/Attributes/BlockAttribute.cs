namespace StaticNet;

/// <summary>
/// Marks a class as a reusable piece of a network: its layer attributes take the place of <see cref="UseAttribute"/>
/// wherever it is used.
/// </summary>
/// <remarks>
/// Inside, <c>input</c> names what the block was given, the block's result is that of its last layer, and names are
/// local. Arguments may be integer expressions (<c>+ - * / %</c>) over constants marked
/// <see cref="BlockParameterAttribute"/>.
/// </remarks>
/// <example>
/// <code>
/// [Block]
/// [Conv2D(Channels, 3, Padding = 1), ReLU, Conv2D(Channels, 3, Padding = 1)]
/// [Add("input"), ReLU]
/// static class Residual
/// {
///     [BlockParameter] const int Channels = 64;
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BlockAttribute : Attribute
{
}
