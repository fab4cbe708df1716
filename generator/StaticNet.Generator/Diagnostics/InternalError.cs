using StaticNet.Generator.Support;

namespace StaticNet.Generator.Diagnostics;

/// <summary>A defect of the generator as a diagnostic: what a reader can report, instead of a crash of the compiler.</summary>
internal static class InternalError
{
    public static DiagnosticInfo Describe(string network, Exception exception)
    {
        var frame = exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "at an unknown place";
        var message = exception.Message.Replace("\r", "").Replace("\n", " ");
        return new DiagnosticInfo(
            DiagnosticDescriptors.InternalError.Id,
            -1,
            null,
            EquatableArray<string>.Of(
                $"network '{network}'",
                $"the compiler failed with {exception.GetType().Name} ({message}) {frame}",
                "this is a defect of StaticNet: please report it with this declaration"));
    }
}
