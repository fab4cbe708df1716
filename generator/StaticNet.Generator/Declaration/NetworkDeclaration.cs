using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>What was read of one class marked <c>[Network]</c>.</summary>
/// <param name="Spec">What to compile, or to outline where it has defects; null where reading it failed.</param>
/// <param name="Locations">Where its attributes stand. Kept apart from the spec: moving the class must recompile nothing.</param>
/// <param name="Problems">What is wrong with the class as C# sees it; what is wrong with the network, compilation finds.</param>
internal sealed record NetworkDeclaration(NetworkSpec? Spec, LocationTable Locations, EquatableArray<DiagnosticInfo> Problems);
