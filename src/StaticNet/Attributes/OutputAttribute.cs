namespace StaticNet;

/// <summary>
/// Marks the value before it (or <see cref="LayerAttribute.From"/>) as an output, without changing it. Without any,
/// every value that no layer takes is an output, in source order.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute : LayerAttribute
{
}
