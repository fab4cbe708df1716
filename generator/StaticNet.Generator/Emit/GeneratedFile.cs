namespace StaticNet.Generator.Emit;

/// <summary>One generated source file.</summary>
/// <param name="HintName">Begins with the network's hint name and ends with <c>.g.cs</c>.</param>
/// <param name="Source">C# text.</param>
internal sealed record GeneratedFile(string HintName, string Source);
