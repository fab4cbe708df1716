using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the public Forward and Backward: they check what they are given and pass it on.</summary>
internal static class ForwardSurface
{
    private const string Count = "/// <param name=\"count\">How many samples: 1 to <see cref=\"BatchCapacity\"/>.</param>";

    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var ports = names.Ports;
        var (inputs, outputs) = PortNames.Parameters(ports);
        var lengths = names.LengthConstants;
        var single = ports.Outputs.Count == 1;
        var many = ports.Inputs.Count == 1 && single ? "s" : "";
        var sample = names.Network.StraightLine is null ? "Forward" : "ForwardSample";
        var one = names.Network.StraightLine is null ? ", 1" : "";

        DescribeMethod("Computes the outputs of one sample.", "");
        writer.Block($"public void Forward({Inputs("")}, {Outputs("")})", () =>
        {
            Check("Length", "", "");
            writer.Line($"{GeneratedNames.Field}.{sample}({string.Join(", ", Arguments("").Concat(outputs))}{one});");
        });
        writer.Line();
        DescribeMethod("Computes the outputs of a batch.", many, withCount: true);
        writer.Block($"public void Forward({Inputs(many)}, {Outputs(many)}, int count)", () =>
        {
            writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
            Check("BatchLength", "count, ", many);
            writer.Line($"{GeneratedNames.Field}.Forward({string.Join(", ", Arguments(many).Concat(outputs.Select(name => name + many)))}, count);");
        });
        writer.Line();
        if (single)
        {
            writer.Line("/// <summary>Computes the output of one sample.</summary>");
            DescribeInputs("");
            writer.Line("/// <returns>The output, in the network's own memory: it changes with the next call on this instance.</returns>");
            writer.Block($"public {SurfaceWriter.ReadOnlySpan} Forward({Inputs("")})", () =>
            {
                CheckInputs("Length", "", "");
                writer.Line($"return {GeneratedNames.Field}.{sample}({string.Join(", ", Arguments(""))}{one});");
            });
            writer.Line();
            writer.Line("/// <summary>Computes the outputs of a batch.</summary>");
            DescribeInputs(many);
            writer.Line(Count);
            writer.Line("/// <returns>The outputs, in the network's own memory: they change with the next call on this instance.</returns>");
            writer.Block($"public {SurfaceWriter.ReadOnlySpan} Forward({Inputs(many)}, int count)", () =>
            {
                writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
                CheckInputs("BatchLength", "count, ", many);
                writer.Line($"return {GeneratedNames.Field}.Forward({string.Join(", ", Arguments(many))}, count);");
            });
            writer.Line();
        }

        if (names.Network.HasBackward)
            WriteBackward(writer, names);

        string Inputs(string suffix) => string.Join(", ", inputs.Select((name, i) => $"{PortNames.Sources(ports.Inputs[i])} {name}{suffix}"));

        // Integers are checked behind the surface, where messages need to know how the caller calls them.
        IEnumerable<string> Arguments(string suffix) => inputs.SelectMany((name, i) => ports.Inputs[i].IsInteger
            ? new[] { name + suffix, Literals.Text(name.TrimStart('@') + suffix) }
            : new[] { name + suffix });

        string Outputs(string suffix) => string.Join(", ", outputs.Select(name => $"{SurfaceWriter.Span} {name}{suffix}"));

        void DescribeMethod(string summary, string suffix, bool withCount = false)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            DescribeInputs(suffix);
            for (var i = 0; i < outputs.Count; i++)
                writer.Line($"/// <param name=\"{outputs[i].TrimStart('@')}{suffix}\">Receives {ports.Outputs[i].Shape}{(withCount ? " for every sample, one after another" : "")}.</param>");
            if (withCount)
                writer.Line(Count);
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span is of the wrong length"
                + (ports.Inputs.Any(input => input.IsInteger) ? ", or an integer out of range" : "") + "; nothing was computed.</exception>");
        }

        void DescribeInputs(string suffix)
        {
            for (var i = 0; i < inputs.Count; i++)
                writer.Line($"/// <param name=\"{inputs[i].TrimStart('@')}{suffix}\">{Describe(ports.Inputs[i])} in row-major order{(suffix.Length > 0 ? ", sample after sample" : "")}.</param>");
        }

        void CheckInputs(string method, string extra, string suffix)
        {
            for (var i = 0; i < inputs.Count; i++)
                writer.Line(CheckOf(method, inputs[i] + suffix, extra + lengths[i]));
        }

        void Check(string method, string extra, string suffix)
        {
            CheckInputs(method, extra, suffix);
            for (var i = 0; i < outputs.Count; i++)
                writer.Line(CheckOf(method, outputs[i] + suffix, extra + lengths[inputs.Count + i]));
        }
    }

    /// <summary>A statement that checks the length of a span.</summary>
    /// <param name="method">Which check.</param>
    /// <param name="span">The span; its name is written as text, since somebody may have called an input <c>nameof</c>.</param>
    /// <param name="expected">What the check takes behind the span's own length.</param>
    /// <param name="argument">What the caller knows it as; its own name unless given.</param>
    public static string CheckOf(string method, string span, string expected, string? argument = null) =>
        $"global::StaticNet.Runtime.Check.{method}({Literals.Text((argument ?? span).TrimStart('@'))}, {span}.Length, {expected});";

    /// <summary>What a sample of an input is: its shape and, of integers, their range.</summary>
    public static string Describe(Graph.Port port) => port.IsInteger ? $"{port.Shape} integers from 0 to {Literals.Integer(port.Classes - 1)}" : port.Shape.ToString();

    private static void WriteBackward(CodeWriter writer, GeneratedNames names)
    {
        var ports = names.Ports;
        var (ofOutputs, ofInputs) = PortNames.Gradients(ports);
        var inputs = ofInputs.Select(name => $"{SurfaceWriter.Span} {name}").ToArray();
        var sources = ofOutputs.Select(name => $"{SurfaceWriter.ReadOnlySpan} {name}").ToArray();
        var accumulate = NameScope.Empty().With(ofOutputs.Concat(ofInputs).ToArray()).Declare("accumulate");
        writer.Line("""
            /// <summary>
            /// Computes the gradients of a loss of the caller's own for the samples of the Forward before: those of all parameters
            /// into <see cref="Gradients"/>, summed over the samples, and those of the inputs where a span is given.
            /// </summary>
            """);
        DescribeSpans("Receives dLoss/dInput; empty if it is not wanted.");
        writer.Line($"/// <param name=\"{accumulate}\">");
        writer.Line("/// Whether gradients of parameters are added to what <see cref=\"Gradients\"/> holds; the first such call allocates as much memory again.");
        writer.Line("/// </param>");
        DescribeExceptions();
        var signature = sources.Concat(inputs.Select(input => input + " = default"));
        writer.Line($"public void Backward({ArgumentList.Of(signature, $"bool {accumulate} = false")}) => {GeneratedNames.Field}.Backward({ArgumentList.Of(ofOutputs.Concat(ofInputs), "true", accumulate)});");
        writer.Line();
        if (ofInputs.Count == 0)
            return;
        writer.Line("""
            /// <summary>
            /// The same for the inputs alone, as a network needs that is trained against another: <see cref="Gradients"/> stay what they
            /// are, and what only they take is not computed.
            /// </summary>
            """);
        DescribeSpans("Receives dLoss/dInput.");
        DescribeExceptions();
        writer.Line($"public void BackwardToInputs({ArgumentList.Of(sources.Concat(inputs))}) => {GeneratedNames.Field}.Backward({ArgumentList.Of(ofOutputs.Concat(ofInputs), "false", "false")});");
        writer.Line();

        void DescribeSpans(string ofInput)
        {
            foreach (var name in ofOutputs)
                writer.Line($"/// <param name=\"{name}\">dLoss/dOutput, as long as the output of the whole batch.</param>");
            foreach (var name in ofInputs)
                writer.Line($"/// <param name=\"{name}\">{ofInput}</param>");
        }

        void DescribeExceptions()
        {
            writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">There was no Forward since the last Backward or training step.</exception>");
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span is of the wrong length; nothing was computed.</exception>");
        }
    }
}
