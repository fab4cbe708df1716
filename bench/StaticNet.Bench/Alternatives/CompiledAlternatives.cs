using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Runtime;

namespace StaticNet.Bench.Alternatives;

/// <summary>Kernels as the generator writes them, compiled in memory, each with memory of its own to run on.</summary>
internal static class CompiledAlternatives
{
    private delegate void Kernel3(ref float x, ref float w, ref float y, int count);

    private delegate void Kernel4(ref float x, ref float w, ref float y, ref float scratch, int count);

    /// <summary>Compiles the schedules of a shape.</summary>
    /// <returns>For each something that runs it as often as it is told.</returns>
    public static IReadOnlyList<Action<int>> Of(Shapes shape, IReadOnlyList<Alternative> alternatives)
    {
        Kernel[] kernels = [.. alternatives.Select(alternative => alternative.Kernel).OfType<Kernel>()];
        if (kernels.Length == 0)
            return [.. alternatives.Select(alternative => alternative.Run!)];
        Type type = Compile(kernels);
        return [.. kernels.Select((kernel, i) => Bind(type.GetMethod("K" + i)!, kernel, shape))];
    }

    private static Action<int> Bind(MethodInfo method, Kernel code, Shapes shape)
    {
        // Longer than any operand; what is not touched is not paid for.
        AlignedBuffer Buffer(int floats, bool random)
        {
            var buffer = new AlignedBuffer(floats);
            if (random)
                Samples.Uniform(floats).CopyTo(buffer.Span);
            return buffer;
        }

        const int Floats = 1 << 24;
        (AlignedBuffer x, AlignedBuffer w, AlignedBuffer y) = (Buffer(Floats, true), Buffer(Floats, true), Buffer(Floats, false));
        AlignedBuffer scratch = Buffer(Math.Max(16, code.ScratchLength), false);
        int count = shape.Count;
        if (code.Parameters.Count == 3)
        {
            var kernel = method.CreateDelegate<Kernel3>();
            return runs =>
            {
                for (int run = 0; run < runs; run++)
                    kernel(ref x.Reference, ref w.Reference, ref y.Reference, count);
            };
        }

        var withScratch = method.CreateDelegate<Kernel4>();
        return runs =>
        {
            for (int run = 0; run < runs; run++)
                withScratch(ref x.Reference, ref w.Reference, ref y.Reference, ref scratch.Reference, count);
        };
    }

    private static Type Compile(IReadOnlyList<Kernel> kernels)
    {
        SimdTarget target = Shapes.TargetOfThisProcess;
        var writer = new CodeWriter();
        writer.Line("""
            using System;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            """);
        writer.Block("public static class Kernels", () =>
        {
            for (int i = 0; i < kernels.Count; i++)
            {
                Kernel kernel = kernels[i];
                string parameters = string.Concat(kernel.Parameters.Select(parameter => $"ref float {parameter.Name}, "));
                writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
                writer.Block($"public static void K{i}({parameters}int count)", () =>
                    new StatementText(writer, new ExpressionText(target.Tier, hasEstimate: true)).Write(kernel.Body(target).Statements));
            }
        });
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Alternatives" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(writer.ToString())], NetworkCompilation.PlatformReferences, options);
        return NetworkCompilation.Load(compilation).GetType("Kernels")!;
    }
}
