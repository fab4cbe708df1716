namespace StaticNet;

/// <summary>
/// Marks a constant of a <see cref="BlockAttribute"/> class as a parameter: an <see cref="int"/>, a <see cref="double"/>, a
/// <see cref="bool"/> or an enum. Its value is the default; the arguments of <see cref="UseAttribute"/> replace it, in the order in which the constants are declared.
/// </summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = false, Inherited = false)]
public sealed class BlockParameterAttribute : Attribute
{
}
