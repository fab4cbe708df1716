using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the public members of a network: constants, buffers, weights, Forward and Backward.</summary>
internal static class SurfaceWriter
{
    public static void Write(CodeWriter writer, CompiledNetwork network)
    {
        WriteConstants(writer, network);
        WriteState(writer, network);
        WriteWeights(writer, network);
        DegreeOfParallelismWriter.Write(writer, network);
        ForwardWriter.Write(writer, network);
        ViewsWriter.Write(writer, network);
    }

    public static string Camel(Port port) => Identifiers.Camel(port.Name);

    private static void WriteConstants(CodeWriter writer, CompiledNetwork network)
    {
        var ports = network.Forward.Interface;
        var names = PortNames.LengthConstants(ports);
        for (var i = 0; i < ports.Inputs.Count; i++)
            WriteConstant($"Floats of one sample of input '{ports.Inputs[i].Name}': {ports.Inputs[i].Shape}.", "int", names[i], ports.Inputs[i].Shape.Length);
        for (var i = 0; i < ports.Outputs.Count; i++)
        {
            WriteConstant($"Floats of one sample of output '{ports.Outputs[i].Name}': {ports.Outputs[i].Shape}.", "int",
                names[ports.Inputs.Count + i], ports.Outputs[i].Shape.Length);
        }

        WriteConstant("Trainable numbers.", "int", "ParameterCount", network.ParameterCount);
        WriteConstant("Floats of an instance's arena, for a full batch.", "int", "WorkspaceLength", network.WorkspaceLength);
        WriteConstant("The most samples that a call takes.", "int", "BatchCapacity", network.Spec.BatchCapacity);
        WriteConstant("Floating-point operations of a forward pass for one sample, a multiply-add counting as two.", "long", "ForwardFlops",
            SummaryTable.CountForwardFlops(network));
        writer.Line("/// <summary>A table of layers: output shape, parameters, FLOPs and arena offset.</summary>");
        writer.Line("public static string Summary =>");
        writer.Indented(() =>
        {
            var lines = SummaryTable.Write(network);
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

    private static void WriteState(CodeWriter writer, CompiledNetwork network)
    {
        var name = network.Spec.Name;
        writer.Line("""
            private static readonly global::StaticNet.TensorInfo[] tensors =
            {
            """);
        writer.Indented(() =>
        {
            foreach (var placed in network.Parameters)
            {
                var (parameter, initialization) = (placed.Parameter, placed.Parameter.Initialization);
                writer.Line($"new({Literals.Text(parameter.Name)}, {placed.Offset}, {Array(parameter.Shape.Dimensions)}, {Array(placed.Layout.Grid.Dimensions)}, {Array(placed.Layout.Strides())}, "
                    + $"global::StaticNet.Initializer.{initialization.Initializer}, {Literals.Float((float)initialization.Scale)}, {initialization.FanIn}, {initialization.FanOut}),");
            }
        });
        writer.Line("};");
        writer.Line();
        writer.Line("private readonly global::StaticNet.Runtime.AlignedBuffer parameters;");
        writer.Line("private readonly global::StaticNet.Runtime.AlignedBuffer gradients;");
        writer.Line("private readonly global::StaticNet.Runtime.AlignedBuffer workspace;");
        if (network.PreparedCount > 0)
            writer.Line("private readonly global::StaticNet.Runtime.PreparedWeights prepared;");
        writer.Line("private int lastCount;");
        writer.Line("private bool lastWasSliced;");
        if (network.Batch is not null)
            writer.Line("private bool lastWasBatch;");
        if (network.Training is not null)
        {
            writer.Line("private bool lastWasTraining;");
            writer.Line("private ulong lastRandomState;");
        }

        writer.Line();
        writer.Line($$"""
            /// <summary>A network with initial weights, and all the memory that it will ever need.</summary>
            /// <param name="seed">The same seed gives the same weights.</param>
            public {{name}}(int seed = 0)
                : this(new global::StaticNet.Runtime.AlignedBuffer(ParameterCount))
            {
                global::StaticNet.Runtime.ParameterInitialization.Fill(parameters.Span, tensors, seed);
            """);
        if (network.Training is not null)
            writer.Line("    RandomState = unchecked((ulong)seed);");
        writer.Line("}");
        writer.Line();
        writer.Block($"private {name}(global::StaticNet.Runtime.AlignedBuffer parameters)", () =>
        {
            writer.Line("this.parameters = parameters;");
            writer.Line("gradients = new global::StaticNet.Runtime.AlignedBuffer(ParameterCount);");
            writer.Line("workspace = new global::StaticNet.Runtime.AlignedBuffer(WorkspaceLength);");
            if (network.PreparedCount > 0)
                writer.Line($"prepared = new global::StaticNet.Runtime.PreparedWeights({Literals.Integer(network.PreparedLength)}, {Literals.Integer(network.PreparedCount)});");
        });
        writer.Line();
        writer.Line($"""
            /// <summary>Another instance on the same weights, with gradients and workspace of its own: for a second thread or agent.</summary>
            /// <returns>The other instance. Neither is safe for use by two threads at once.</returns>
            public {name} ShareParameters() => new {name}(parameters);

            """);
        if (network.Training is not null)
        {
            writer.Line("""
                /// <summary>Whether Forward applies dropout; Backward follows the Forward before it.</summary>
                public bool Training { get; set; }

                /// <summary>What the dropout masks of the next Forward are drawn from, while <see cref="Training"/>.</summary>
                public ulong RandomState { get; set; }

                """);
        }
        else
        {
            writer.Line("""
                /// <summary>Whether Forward behaves as in training; this network behaves alike in both.</summary>
                public bool Training { get; set; }

                /// <summary>What random layers draw from; this network has none.</summary>
                public ulong RandomState { get; set; }

                """);
        }
    }

    private static void WriteWeights(CodeWriter writer, CompiledNetwork network) => writer.Line("""
        /// <summary>All weights, in the compiler's order; <see cref="ParameterViews"/> has them by name and in their shape.</summary>
        public Span<float> Parameters => parameters.Span;

        /// <summary>Gradients in the order of <see cref="Parameters"/>; every Backward and every training step overwrites them.</summary>
        public Span<float> Gradients => gradients.Span;

        /// <summary>Name, shape and place of every weight tensor.</summary>
        public ReadOnlySpan<global::StaticNet.TensorInfo> Tensors => tensors;

        /// <summary>Writes the weights as safetensors, under the names of a PyTorch state dict; the file appears whole or not at all.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
        public void Save(string path) => global::StaticNet.Runtime.WeightsFile.Save(path, tensors, parameters.Span);

        /// <summary>Reads weights from safetensors.</summary>
        /// <param name="path">The file.</param>
        /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
        /// <exception cref="global::StaticNet.WeightsFormatException">The file does not fit this network, which stays as it was.</exception>
        public void Load(string path, bool requireFinite = false) =>
            global::StaticNet.Runtime.WeightsFile.Load(path, tensors, parameters.Span, requireFinite);

        /// <summary>Reads weights from safetensors in memory, in place.</summary>
        /// <param name="safetensors">The file's bytes.</param>
        /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
        /// <exception cref="global::StaticNet.WeightsFormatException">They do not fit this network, which stays as it was.</exception>
        public void Load(ReadOnlySpan<byte> safetensors, bool requireFinite = false) =>
            global::StaticNet.Runtime.WeightsFile.Load(safetensors, tensors, parameters.Span, requireFinite);

        """);

    private static string Array(IEnumerable<int> values)
    {
        var list = values.Select(value => Literals.Integer(value)).ToArray();
        return list.Length == 0 ? "new int[0]" : "new[] { " + string.Join(", ", list) + " }";
    }
}
