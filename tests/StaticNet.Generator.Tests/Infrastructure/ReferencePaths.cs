using System.Reflection;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>Where values lie that other implementations computed.</summary>
internal static class ReferencePaths
{
    /// <summary>The folder <c>tests/reference</c>.</summary>
    public static string Root { get; } = Path.Combine(
        typeof(ReferencePaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectDirectory").Value!, "..", "reference");
}
