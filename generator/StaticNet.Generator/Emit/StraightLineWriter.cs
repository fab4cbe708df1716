using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.StraightLine;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the forward pass of a tiny network as one method a tier, and the choice between them.</summary>
internal static class StraightLineWriter
{
    public const string Method = "ForwardOne";

    public static void WriteDispatch(CodeWriter writer, GeneratedNames names, IReadOnlyList<TierRow> tiers)
    {
        if (names.Network.StraightLine is not { } straightLine)
            return;
        writer.Line();
        WriteSummary(writer);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Block($"private static void {Method}({Signature(straightLine)})",
            () => KernelWriter.WriteTierChoice(writer, tiers, $"{Method}({Arguments(straightLine)});"));
    }

    public static void WriteTier(CodeWriter writer, GeneratedNames names, TierRow tier, ExpressionText expressions)
    {
        if (names.Network.StraightLine is not { } straightLine)
            return;
        WriteSummary(writer);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Block($"internal static void {Method}({Signature(straightLine)})", () =>
        {
            foreach (var value in straightLine.Values)
                writer.Line($"const int {value.Name} = {names.PlaceOf(value)}; // in {value.Buffer}: {value.Description}");
            new StatementText(writer, expressions).Write(straightLine.Body(tier.Target).Statements);
        });
        writer.Line();
    }

    /// <summary>The call for one sample, with references to the network's memory and the caller's.</summary>
    public static string Call(StraightLineForward straightLine, IEnumerable<string> inputs, IEnumerable<string> outputs) =>
        $"{Method}({string.Join(", ", straightLine.Buffers.Select(buffer => $"ref {buffer}.Reference").Concat(inputs).Concat(outputs))});";

    private static void WriteSummary(CodeWriter writer) => writer.Line("""
        // The whole forward pass of one sample: the network is so small that calls, checks and copies would take longer than
        // its arithmetic. Every place is a constant; results stay in registers as long as they can, and are stored where
        // Backward or single lanes of them are read.
        """);

    private static string Signature(StraightLineForward straightLine) =>
        string.Join(", ", References(straightLine).Select(name => "ref float " + name));

    private static string Arguments(StraightLineForward straightLine) =>
        string.Join(", ", References(straightLine).Select(name => "ref " + name));

    private static IEnumerable<string> References(StraightLineForward straightLine) =>
        straightLine.Buffers.Concat(straightLine.Inputs).Concat(straightLine.Outputs);
}
