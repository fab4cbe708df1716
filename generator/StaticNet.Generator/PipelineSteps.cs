namespace StaticNet.Generator;

/// <summary>Names of the generator's steps, by which tests see what was cached.</summary>
internal static class PipelineSteps
{
    public const string Declarations = "Declarations";
    public const string Specs = "Specs";
    public const string Compile = "Compile";
    public const string Files = "Files";
    public const string Findings = "Findings";
    public const string Diagnostics = "Diagnostics";
}
