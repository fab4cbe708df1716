using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;

namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes the choice between the programs of Forward and Backward: with dropout, if there is any; with lanes over the batch, where there
/// are enough samples; and without either.
/// </summary>
internal static class ProgramModes
{
    /// <summary>Writes what each program needs, behind the condition under which it runs; once where all need the same.</summary>
    /// <param name="writer">Receives the statements.</param>
    /// <param name="network">The network.</param>
    /// <param name="body">Writes the statements of a program.</param>
    public static void Write(CodeWriter writer, CompiledNetwork network, Action<CodeWriter, CompiledProgram> body)
    {
        var modes = new[] { ("lastWasTraining", network.Training), ("lastWasBatch", network.Batch) }.Where(mode => mode.Item2 is not null).ToArray();
        if (modes.All(mode => TextOf(mode.Item2!) == TextOf(network.Inference)))
        {
            body(writer, network.Inference);
            return;
        }

        for (var i = 0; i < modes.Length; i++)
        {
            var (condition, program) = modes[i];
            writer.Block($"{(i > 0 ? "else " : "")}if ({condition})", () => body(writer, program!));
        }

        writer.Line("else");
        writer.Block("", () => body(writer, network.Inference));

        string TextOf(CompiledProgram program)
        {
            var text = new CodeWriter();
            body(text, program);
            return text.ToString();
        }
    }

    /// <summary>Whether a pass notes what Backward, or what runs next, has to know.</summary>
    public static bool HasBegin(CompiledNetwork network) => network.HasBackward || network.Batch is not null || network.DrawsForward;

    /// <summary>Writes the call with which a pass of <c>count</c> samples begins, where there is anything to note.</summary>
    public static void Begin(CodeWriter writer, CompiledNetwork network, string isSliced)
    {
        var arguments = new[] { network.HasBackward ? isSliced : null, network.Batch is null ? null : "count" };
        if (HasBegin(network))
            writer.Line($"BeginForward({string.Join(", ", arguments.Where(argument => argument is not null))});");
    }

    /// <summary>Writes that Backward may follow a pass of so many samples, where there is one.</summary>
    public static void End(CodeWriter writer, CompiledNetwork network)
    {
        if (network.HasBackward)
            writer.Line("lastCount = count;");
    }

    /// <summary>A statement by which an instance notes whether lanes run over the samples of the pass that begins.</summary>
    public static string FillsBlock(string instance, string count) => $"{instance}lastWasBatch = {count} >= {Layout.BlockSamples};";
}
