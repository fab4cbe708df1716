using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Programs.StraightLine;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the forward pass of a tiny network as one method a tier, and the choice between them.</summary>
internal static class StraightLineWriter
{
    public const string OfSample = "ForwardOne";
    public const string OfStep = "StreamOne";

    public static void WriteDispatch(CodeWriter writer, GeneratedNames names, IReadOnlyList<TierRow> tiers)
    {
        foreach (var (straightLine, method) in All(names.Network))
        {
            writer.Line();
            WriteSummary(writer, method);
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Block($"private static void {method}({Signature(straightLine)})",
                () => KernelWriter.WriteTierChoice(writer, tiers, $"{method}({Arguments(straightLine)});"));
        }
    }

    public static void WriteTier(CodeWriter writer, GeneratedNames names, TierRow tier, ExpressionText expressions)
    {
        foreach (var (straightLine, method) in All(names.Network))
        {
            WriteSummary(writer, method);
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            writer.Block($"internal static void {method}({Signature(straightLine)})", () =>
            {
                foreach (var value in straightLine.Values)
                    writer.Line($"const int {value.Name} = {names.PlaceOf(value, straightLine.Program)}; // in {value.Buffer}: {value.Description}");
                new StatementText(writer, expressions).Write(straightLine.Body(tier.Target).Statements);
            });
            writer.Line();
        }
    }

    /// <summary>The call for one sample, with references to the network's memory and the caller's.</summary>
    public static string Call(StraightLineForward straightLine, IEnumerable<string> inputs, IEnumerable<string> outputs) => Call(OfSample, straightLine, inputs, outputs);

    /// <summary>The call for one step of a sequence.</summary>
    public static string CallStep(StraightLineForward straightLine, IEnumerable<string> inputs, IEnumerable<string> outputs) => Call(OfStep, straightLine, inputs, outputs);

    private static string Call(string method, StraightLineForward straightLine, IEnumerable<string> inputs, IEnumerable<string> outputs) =>
        $"{method}({string.Join(", ", straightLine.Buffers.Select(buffer => $"ref {buffer}.Reference").Concat(inputs).Concat(outputs))});";

    private static IEnumerable<(StraightLineForward Code, string Method)> All(CompiledNetwork network)
    {
        if (network.StraightLine is { } ofSample)
            yield return (ofSample, OfSample);
        if (network.StraightStream is { } ofStep)
            yield return (ofStep, OfStep);
    }

    private static void WriteSummary(CodeWriter writer, string method) => writer.Line(method == OfSample
        ? """
        // The whole forward pass of one sample: the network is so small that calls, checks and copies would take longer than
        // its arithmetic. Every place is a constant; results stay in registers as long as they can, and are stored where
        // Backward or single lanes of them are read.
        """
        : """
        // One step of a sequence: the network is so small that calls, checks and copies would take longer than its arithmetic. Every
        // place is a constant; results stay in registers as long as they can, states until the step is done.
        """);

    private static string Signature(StraightLineForward straightLine) =>
        string.Join(", ", References(straightLine).Select(name => "ref float " + name));

    private static string Arguments(StraightLineForward straightLine) =>
        string.Join(", ", References(straightLine).Select(name => "ref " + name));

    private static IEnumerable<string> References(StraightLineForward straightLine) =>
        straightLine.Buffers.Concat(straightLine.Inputs).Concat(straightLine.Outputs);
}
