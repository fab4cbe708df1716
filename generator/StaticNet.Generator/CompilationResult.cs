using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Support;

namespace StaticNet.Generator;

/// <summary>What compiling one network yields.</summary>
/// <param name="Files">The generated sources; an outline where an error was found, none where the class cannot have another part.</param>
/// <param name="Diagnostics">What is wrong or doubtful with the declaration.</param>
internal sealed record CompilationResult(EquatableArray<GeneratedFile> Files, EquatableArray<DiagnosticInfo> Diagnostics);
