using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Move;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;

namespace StaticNet.Generator.Emit;

/// <summary>Writes how values pass between the caller's memory and the arena.</summary>
internal static class BoundaryWriter
{
    /// <summary>A statement that copies the caller's values to the arena.</summary>
    public static string CopyIn(string span, string values) =>
        $"global::StaticNet.Runtime.Transfer.Copy({span}, {values});";

    /// <summary>A statement that copies values to the caller.</summary>
    public static string CopyOut(string values, string span) =>
        $"global::StaticNet.Runtime.Transfer.Copy({values}, {span});";

    /// <summary>
    /// Copies the caller's inputs to the arena: Backward reads them again, vectors may run over their end there, and convolutions
    /// find images in the order and the border of zeros that they read them in. Means over the batch are over <c>batchCount</c> samples.
    /// </summary>
    /// <param name="writer">Receives the statements.</param>
    /// <param name="names">The program's names.</param>
    /// <param name="program">What reads them.</param>
    public static void CopyInputs(CodeWriter writer, ProgramNames names, CompiledProgram program)
    {
        foreach (var node in program.Graph.Nodes)
        {
            if (node.Operation is InverseBatchSize)
                writer.Line($"{names.At(node)} = 1f / batchCount;");
            if (node.Operation is not NetworkInput { Element: ElementType.Float } input)
                continue;
            var (name, place, layout) = (PortNames.Input(input.Index), names.From(node), node.AssignedLayout);
            if (layout.IsRowMajor)
            {
                writer.Line(CopyIn(name, place));
                continue;
            }

            if (layout.InBlocks)
            {
                writer.Line($"global::StaticNet.Runtime.SampleBlocks.Enter({name}, {place}, {node.Shape.Length});");
                continue;
            }

            var method = (layout with { Border = default }).IsRowMajor ? "CopyPlanes" : "CopyChannelsLast";
            var (shape, border) = (node.Shape, layout.Border);
            writer.Line($"global::StaticNet.Runtime.BorderedImages.{method}({name}, {place}, "
                + $"channels: {shape[0]}, height: {shape[1]}, width: {shape[2]}, top: {border.Top}, left: {border.Left}, bottom: {border.Bottom}, right: {border.Right});");
        }
    }

    /// <summary>Declares references to the inputs that kernels take in, whose spans become empty: nothing else is to copy them.</summary>
    /// <param name="writer">Receives the statements, which come before <see cref="CopyInputs"/>.</param>
    /// <param name="program">What runs.</param>
    /// <param name="arenaCount">How many arenas an instance has, in which an input may lie.</param>
    /// <param name="outputs">The caller's memory that the program writes; null where it writes none.</param>
    public static void Enter(CodeWriter writer, CompiledProgram program, int arenaCount, string? outputs = null)
    {
        if (program.EnteringInputs.Count > 0)
            writer.Line("// What enters by a kernel leaves an empty span, and is not copied here.");
        foreach (var index in EnteringIndices(program))
        {
            var enter = $"global::StaticNet.Runtime.Transfer.Enter(ref {PortNames.Input(index)}, workspace.Span{(outputs is null ? "" : ", " + outputs)})";
            var elsewhere = Enumerable.Range(1, arenaCount - 1).Select(arena => $"{PortNames.Input(index)}.Overlaps({ProgramNames.Arena(arena)}.Span)").ToArray();
            writer.Line(elsewhere.Length == 0
                ? $"ref float {PortNames.Entering(index)} = ref {enter};"
                : $"ref float {PortNames.Entering(index)} = ref {string.Join(" || ", elsewhere)} ? ref Unsafe.NullRef<float>() : ref {enter};");
        }
    }

    /// <summary>Those references by name.</summary>
    public static IEnumerable<string> EnteringNames(CompiledProgram program) => EnteringIndices(program).Select(PortNames.Entering);

    /// <summary>Those references as parameters of a method, each with a comma.</summary>
    public static string EnteringParameters(CompiledProgram program) => string.Concat(EnteringNames(program).Select(input => $"ref float {input}, "));

    /// <summary>Those references as arguments, each with a comma.</summary>
    public static string EnteringArguments(CompiledProgram program) => string.Concat(EnteringNames(program).Select(input => $"ref {input}, "));

    /// <summary>Arguments for inputs that were copied before, each with a comma.</summary>
    public static string CopiedArguments(CompiledProgram program) => string.Concat(EnteringNames(program).Select(_ => "ref Unsafe.NullRef<float>(), "));

    private static IEnumerable<int> EnteringIndices(CompiledProgram program) =>
        program.EnteringInputs.Select(input => ((NetworkInput)input.Operation).Index);

    /// <summary>The pass whose last kernel writes to the caller's memory, and where it must not.</summary>
    public static void WriteComputeInto(CodeWriter writer, GeneratedNames names)
    {
        const string result = "output0";
        var network = names.Network;
        var inputs = PortNames.FloatInputs(names.Ports);
        var parameters = ArgumentList.Spans(inputs).ToArray();
        var arguments = ArgumentList.Of(inputs, "count");
        var integers = string.Concat(IntegerPorts.OwnArguments(network.Inference).Select(argument => argument + ", "));
        writer.Line("// The last kernel writes to the caller, unless that is memory which the pass still reads.");
        writer.Block($"private void ComputeInto({ArgumentList.Of(parameters, "Span<float> " + result, "int count")})", () =>
        {
            var states = network.States.Count == 0 ? "" : $"{result}.Overlaps(states.Span) || ";
            var arenas = string.Join(" || ", network.ArenaLengths.Select((_, i) => $"{result}.Overlaps({ProgramNames.Arena(i)}.Span)"));
            writer.Block($"if ({result}.Overlaps(parameters.Span) || {states}{arenas})", () =>
            {
                writer.Line($"Compute({arguments});");
                writer.Line(CopyOut("Result0(count)", result));
                writer.Line("return;");
            });
            writer.Line();
            ProgramModes.Begin(writer, network, "false");
            Enter(writer, network.Inference, network.ArenaLengths.Count, result);
            writer.Line(ForwardWriter.LoadInputs(network, inputs, "count"));
            ProgramModes.Write(writer, network, (mode, program) => mode.Line(
                $"Run{names.Of(program).Name}Forward({EnteringArguments(program)}ref MemoryMarshal.GetReference({result}), {integers}count);"));
            if (network.Batch is not null)
                writer.Line();
            ProgramModes.End(writer, network);
        });
        writer.Line();
        writer.Block($"private void ComputeBatchInto({ArgumentList.Of(parameters, "Span<float> " + result, "int count")})", () =>
        {
            writer.Block("if (degreeOfParallelism == 1)", () =>
            {
                writer.Line($"ComputeInto({ArgumentList.Of(inputs, result, "count")});");
                writer.Line("return;");
            });
            writer.Line();
            writer.Line($"ComputeBatch({arguments});");
            writer.Line(CopyOut("Result0(count)", result));
        });
        writer.Line();
    }
}
