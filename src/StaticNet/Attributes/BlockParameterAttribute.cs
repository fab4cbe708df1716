namespace StaticNet;

/// <summary>
/// Marks a <c>const int</c> of a <see cref="BlockAttribute"/> class as a parameter. Its value is the default; the
/// arguments of <see cref="UseAttribute"/> replace it, in the order in which the constants are declared.
/// </summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = false, Inherited = false)]
public sealed class BlockParameterAttribute : Attribute
{
}
