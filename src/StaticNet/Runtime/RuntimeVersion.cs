using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>
/// What generated code and this library agree on. Both come in one package, but an application may load another version of the library
/// than its parts were compiled with.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RuntimeVersion
{
    /// <summary>Grows with every change by which generated code of before would misbehave.</summary>
    internal const int Current = 1;

    /// <summary>Requires this library to be what a network was generated for.</summary>
    /// <param name="generatedFor">The version that its generated code was written for.</param>
    /// <param name="network">The network's class.</param>
    /// <exception cref="NotSupportedException">It is another.</exception>
    public static void Require(int generatedFor, string network)
    {
        if (generatedFor != Current)
        {
            throw new NotSupportedException(
                $"{network} was generated for version {generatedFor} of StaticNet's runtime, but version {Current} is loaded"
                + $" (StaticNet {typeof(RuntimeVersion).Assembly.GetName().Version}). Build the project that declares it with the same version of the package as the application.");
        }
    }
}
