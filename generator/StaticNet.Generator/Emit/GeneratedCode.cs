namespace StaticNet.Generator.Emit;

/// <summary>Marks generated types, so that analysers and coverage leave them alone.</summary>
internal static class GeneratedCode
{
    private static readonly string Arguments = $"(\"StaticNet.Generator\", \"{typeof(GeneratedCode).Assembly.GetName().Version.ToString(3)}\")";

    /// <summary>The version of the runtime library that code is generated for: <c>StaticNet.Runtime.RuntimeVersion.Current</c>.</summary>
    public const string RuntimeVersion = "1";

    /// <summary>Where names of the framework are imported.</summary>
    public static string Attribute { get; } = $"[GeneratedCode{Arguments}]";

    /// <summary>Among a user's names.</summary>
    public static string QualifiedAttribute { get; } = $"[global::System.CodeDom.Compiler.GeneratedCode{Arguments}]";
}
