using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes the members of the user's class. They check what they are given and pass it on; nothing here is named but in full, because the
/// class, its base class, its namespace and those around may have members and types of any name.
/// </summary>
internal static class SurfaceWriter
{
    public const string Span = "global::System.Span<float>";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan<float>";

    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        WriteConstants(writer, names);
        ConstructorWriter.Write(writer, names);
        WriteModes(writer, names);
        WriteWeights(writer, names);
        ForwardSurface.Write(writer, names);
        StepWriter.WriteSurface(writer, names);
        GenericSurface.Write(writer, names);
        ViewsWriter.Write(writer, names);
        TrainerWriter.Write(writer, names);
    }

    private static void WriteConstants(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports, constants) = (names.Network, names.Ports, names.LengthConstants);
        for (var i = 0; i < ports.Inputs.Count; i++)
            WriteConstant($"Floats of one sample of input '{ports.Inputs[i].Name}': {ports.Inputs[i].Shape}.", "int", constants[i], ports.Inputs[i].Shape.Length);
        for (var i = 0; i < ports.Outputs.Count; i++)
        {
            WriteConstant($"Floats of one sample of output '{ports.Outputs[i].Name}': {ports.Outputs[i].Shape}.", "int",
                constants[ports.Inputs.Count + i], ports.Outputs[i].Shape.Length);
        }

        foreach (var (name, length, description) in StepWriter.Constants(names))
            WriteConstant(description, "int", name, length);
        WriteConstant("Trainable numbers.", "int", "ParameterCount", network.ParameterCount);
        WriteConstant("Floats of an instance's arena, for a full batch.", "int", "WorkspaceLength", network.WorkspaceLength);
        WriteConstant("The most samples that a call takes.", "int", "BatchCapacity", network.Spec.BatchCapacity);
        WriteConstant("Floating-point operations of a forward pass for one sample, a multiply-add counting as two.", "long", "ForwardFlops",
            SummaryTable.CountForwardFlops(network));
        writer.Line("/// <summary>A table of layers: output shape, parameters, FLOPs and arena offset.</summary>");
        writer.Line("public static string Summary =>");
        writer.Indented(() =>
        {
            var lines = SummaryTable.Write(network, withOffsets: true);
            for (var i = 0; i < lines.Count; i++)
                writer.Line(Literals.Text(lines[i] + "\n") + (i < lines.Count - 1 ? " +" : ";"));
        });
        writer.Line();

        void WriteConstant(string summary, string type, string name, long value)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            writer.Line($"public const {type} {name} = {Literals.Integer(value)};");
            writer.Line();
        }
    }

    private static void WriteModes(CodeWriter writer, GeneratedNames names)
    {
        var network = names.Network;
        if (names.Ports.DiffersInTraining)
        {
            writer.Line("/// <summary>Whether Forward behaves as in training; Backward follows the Forward before it. False at first.</summary>");
            WriteProperty("bool", "Training");
        }

        if (names.Ports.IsRandom)
        {
            writer.Line("/// <summary>What the random numbers of the next Forward are drawn from"
                + (network.DrawsAtInference ? "" : ", while <see cref=\"Training\"/>") + ": each such pass moves it on.</summary>");
            writer.Line("[global::System.CLSCompliant(false)]");
            WriteProperty("ulong", "RandomState");
        }

        writer.Line($$"""
            /// <summary>
            /// On how many threads, the calling one and some of this instance's own, Forward computes a batch{{(network.HasBackward ? " and Backward follows it" : "")}};
            /// 1 unless set. Batches too small to be worth it take fewer.
            /// </summary>
            /// <remarks>
            /// Each thread beside the calling one takes a workspace{{(network.HasBackward ? " and gradients" : "")}} of its own, which {{(network.HasBackward ? "are" : "is")}} allocated here, not in Forward.
            /// For a given degree, results have the same bits in every run.
            /// </remarks>
            /// <exception cref="global::System.ArgumentOutOfRangeException">The value is below 1 or above 1024.</exception>
            """);
        WriteProperty("int", "DegreeOfParallelism");

        void WriteProperty(string type, string name)
        {
            writer.Block($"public {type} {name}", () =>
            {
                writer.Line($"get => {GeneratedNames.Field}.{name};");
                writer.Line($"set => {GeneratedNames.Field}.{name} = value;");
            });
            writer.Line();
        }
    }

    private static void WriteWeights(CodeWriter writer, GeneratedNames names)
    {
        var tensors = names.QualifiedPrograms + ".Tensors";
        writer.Line($$"""
            /// <summary>All weights, in the compiler's order; <see cref="ParameterViews"/> has them by name and in their shape.</summary>
            public {{Span}} Parameters => {{GeneratedNames.Field}}.Parameters;

            /// <summary>{{(names.Network.HasBackward
                ? "Gradients in the order of <see cref=\"Parameters\"/>; every Backward and every training step overwrites them."
                : "Empty: the network is compiled for inference, which has no gradients.")}}</summary>
            public {{Span}} Gradients => {{GeneratedNames.Field}}.Gradients;

            /// <summary>
            /// What is kept and saved with the weights but not trained, such as running statistics; empty where no layer has any. Instances
            /// that share parameters share it.
            /// </summary>
            public {{Span}} States => {{GeneratedNames.Field}}.States;

            /// <summary>Name, shape and place of every tensor: those of <see cref="Parameters"/>, then those of <see cref="States"/>.</summary>
            public global::System.ReadOnlySpan<global::StaticNet.TensorInfo> Tensors => {{tensors}};

            /// <summary>Writes the weights as safetensors, under the names of a PyTorch state dict; the file appears whole or not at all.</summary>
            /// <param name="path">The file.</param>
            /// <exception cref="global::System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
            public void Save(string path) => {{GeneratedNames.Field}}.Save(path, {{tensors}});

            /// <summary>Reads weights from safetensors.</summary>
            /// <param name="path">The file.</param>
            /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
            /// <exception cref="global::StaticNet.WeightsFormatException">The file does not fit this network, which stays as it was.</exception>
            public void Load(string path, bool requireFinite = false) => {{GeneratedNames.Field}}.Load(path, {{tensors}}, requireFinite);

            /// <summary>Reads weights from safetensors that may differ.</summary>
            /// <param name="path">The file.</param>
            /// <param name="options">How the file may differ: other names, more tensors, fewer.</param>
            /// <exception cref="global::StaticNet.WeightsFormatException">The file does not fit this network, which stays as it was.</exception>
            public void Load(string path, global::StaticNet.LoadOptions options) => {{GeneratedNames.Field}}.Load(path, {{tensors}}, options);

            /// <summary>Reads weights from safetensors in memory, in place.</summary>
            /// <param name="safetensors">The file's bytes.</param>
            /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
            /// <exception cref="global::StaticNet.WeightsFormatException">They do not fit this network, which stays as it was.</exception>
            public void Load(global::System.ReadOnlySpan<byte> safetensors, bool requireFinite = false) =>
                {{GeneratedNames.Field}}.Load(safetensors, {{tensors}}, requireFinite);

            /// <summary>Reads weights from safetensors in memory that may differ, in place.</summary>
            /// <param name="safetensors">The file's bytes.</param>
            /// <param name="options">How the file may differ: other names, more tensors, fewer.</param>
            /// <exception cref="global::StaticNet.WeightsFormatException">They do not fit this network, which stays as it was.</exception>
            public void Load(global::System.ReadOnlySpan<byte> safetensors, global::StaticNet.LoadOptions options) =>
                {{GeneratedNames.Field}}.Load(safetensors, {{tensors}}, options);

            """);
    }
}
