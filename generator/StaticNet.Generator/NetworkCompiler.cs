using System.Threading;
using StaticNet.Generator.Declaration;

namespace StaticNet.Generator;

/// <summary>Compiles a declaration into C#.</summary>
internal static class NetworkCompiler
{
    public static CompilationResult Compile(NetworkSpec spec, CancellationToken cancellation) => new(default, default);
}
