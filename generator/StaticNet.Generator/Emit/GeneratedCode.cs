namespace StaticNet.Generator.Emit;

/// <summary>Marks generated types, so that analysers and coverage leave them alone.</summary>
internal static class GeneratedCode
{
    public static string Attribute { get; } =
        $"[GeneratedCode(\"StaticNet.Generator\", \"{typeof(GeneratedCode).Assembly.GetName().Version.ToString(3)}\")]";
}
