using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes the class that divides a batch among threads: it hands slices of the caller's spans to further instances of the
/// network, and puts together what they compute.
/// </summary>
/// <remarks>
/// Spans cannot go to another thread, and generated code may not pin them. The calling thread copies each slice into the arena
/// of its instance, where inputs go anyway, and lets it begin before it copies the next.
/// </remarks>
internal sealed class SlicesWriter
{
    private const string EachSlice = "for (int slice = count - 1; slice >= 0; slice--)";

    private readonly CodeWriter writer;
    private readonly GeneratedNames names;
    private readonly CompiledNetwork network;
    private readonly Interface ports;

    private SlicesWriter(CodeWriter writer, GeneratedNames names)
    {
        this.writer = writer;
        this.names = names;
        network = names.Network;
        ports = names.Ports;
    }

    /// <summary>Writes the class, nested in that of the programs.</summary>
    public static void Write(CodeWriter writer, GeneratedNames names) => new SlicesWriter(writer, names).Write();

    private void Write()
    {
        writer.Line("""
            // A batch on several threads: a slice of its samples for each, which an instance with an arena and gradients of its own
            // computes. The first of them is the network's own, on the calling thread.
            """);
        writer.Block($"private sealed class Slices : global::StaticNet.Runtime.BatchSlices<{names.Programs}>", () =>
        {
            writer.Line("private Program program;");
            if (network.HasBackward && ports.FloatInputs.Any())
                writer.Line("private bool toInput;");
            if (network.HasBackward)
                writer.Line("private bool toParameters;");
            if (network.Step is { Draws: true, CouplesSamples: false } || network.Evaluate is { Draws: true, CouplesSamples: false })
            {
                writer.Line("private ulong seed;");
                writer.Line("private ulong step;");
            }

            writer.Line();
            writer.Line($"public Slices({names.Programs} first)");
            writer.Line($"    : base(first, {Literals.Text(names.Programs)})");
            writer.Line("{");
            writer.Line("}");
            writer.Line();
            writer.Line("private enum Program");
            writer.Block("", () =>
            {
                foreach (var program in Programs())
                    writer.Line(program + ",");
            });
            writer.Line();
            WriteForward();
            if (network.HasBackward)
                WriteBackward();
            if (Divides(network.Step))
                WriteLoss("Step", network.Step!, sumsGradients: true);
            if (Divides(network.Evaluate))
                WriteLoss("Evaluate", network.Evaluate!, sumsGradients: false);
            WriteRun();
        });
    }

    private IEnumerable<string> Programs()
    {
        yield return "Forward";
        if (network.HasBackward)
            yield return "Backward";
        if (Divides(network.Step))
            yield return "Step";
        if (Divides(network.Evaluate))
            yield return "Evaluate";
    }

    private void WriteForward()
    {
        var inputs = Inputs();
        writer.Block($"public void Forward({ArgumentList.Of(ArgumentList.Spans(inputs), "int samples", "int count")})", () =>
        {
            writer.Line("Divide(samples, count);");
            writer.Line("program = Program.Forward;");
            writer.Block(EachSlice, () =>
            {
                WriteInstance();
                if (network.Training is not null)
                    writer.Line("instance.lastWasTraining = Instance(0).lastWasTraining;");
                if (network.DrawsForward)
                {
                    writer.Line("instance.lastRandomState = Instance(0).lastRandomState;");
                    writer.Line("instance.firstSample = first;");
                }

                if (network.Batch is not null)
                    writer.Line(ProgramModes.FillsBlock("instance.", "length"));
                writer.Line("instance." + ForwardWriter.LoadInputs(network, SlicesOf(inputs), "samples"));
                writer.Line("Start(slice);");
            });
            writer.Line();
            writer.Line("Complete();");
            writer.Line("// Outputs come to lie one after another in the network's arena, as if it had computed them all.");
            writer.Block("for (int slice = 1; slice < count; slice++)", () =>
            {
                for (var i = 0; i < ports.Outputs.Count; i++)
                {
                    writer.Line($"Instance(slice).Result{i}(Length(slice)).CopyTo("
                        + $"Instance(0).Result{i}(samples).Slice(First(slice) * {InstanceWriter.OutputLength(i)}));");
                }
            });
        });
        writer.Line();
    }

    private void WriteBackward()
    {
        var outputGradients = ports.Outputs.Select((_, i) => PortNames.OutputGradient(i)).ToArray();
        var inputGradients = ports.FloatInputs.Select(i => (Name: PortNames.InputGradient(i), Length: InstanceWriter.InputLength(i))).ToArray();
        var parameters = ArgumentList.Spans(outputGradients).Concat(inputGradients.Select(gradient => "Span<float> " + gradient.Name));
        writer.Block($"public void Backward({ArgumentList.Of(parameters, "bool toParameters")})", () =>
        {
            writer.Line("int count = Count;");
            writer.Line("program = Program.Backward;");
            writer.Line("this.toParameters = toParameters;");
            if (inputGradients.Length > 0)
                writer.Line($"toInput = {string.Join(" || ", inputGradients.Select(gradient => $"!{gradient.Name}.IsEmpty"))};");
            writer.Block(EachSlice, () =>
            {
                WriteInstance();
                var slices = outputGradients.Select((gradient, i) => Slice(gradient, InstanceWriter.OutputLength(i)));
                writer.Line($"instance.LoadOutputGradients({string.Join(", ", slices)});");
                writer.Line("Start(slice);");
            });
            writer.Line();
            writer.Line("Complete();");
            writer.Line("if (toParameters)");
            writer.Line("    SumGradients();");
            if (inputGradients.Length == 0)
                return;
            writer.Block("for (int slice = 0; slice < count; slice++)", () =>
            {
                foreach (var (name, length) in inputGradients)
                {
                    writer.Line($"if (!{name}.IsEmpty)");
                    writer.Line($"    Instance(slice).{BackwardWriter.Method(name)}(Length(slice)).CopyTo({name}.Slice(First(slice) * {length}));");
                }
            });
        });
        writer.Line();
    }

    private void WriteLoss(string program, CompiledProgram compiled, bool sumsGradients)
    {
        var inputs = Inputs();
        var targets = ports.Targets.Select((target, i) => (Name: PortNames.Target(ports, i), Target: target))
            .Where(pair => pair.Target.Element == ElementType.Float).ToArray();
        var parameters = ArgumentList.Spans(inputs.Concat(targets.Select(target => target.Name)));
        writer.Block($"public float {program}({ArgumentList.Of(parameters, "ulong seed", "ulong step", "int samples", "int count")})", () =>
        {
            writer.Line("Divide(samples, count);");
            writer.Line($"program = Program.{program};");
            var drawsMasks = compiled.Draws;
            if (drawsMasks)
            {
                writer.Line("this.seed = seed;");
                writer.Line("this.step = step;");
            }

            writer.Block(EachSlice, () =>
            {
                WriteInstance();
                if (drawsMasks)
                    writer.Line("instance.firstSample = first;");
                var spans = SlicesOf(inputs).Concat(targets.Select(pair => Slice(pair.Name, Literals.Integer(pair.Target.Shape.Length))));
                writer.Line($"instance.Load{program}({ArgumentList.Of(spans, "samples")});");
                writer.Line("Start(slice);");
            });
            writer.Line();
            writer.Line("Complete();");
            if (sumsGradients)
                writer.Line("SumGradients();");
            var terms = LossWriter.TermsOf(names, program);
            for (var i = 0; i < terms.Count; i++)
            {
                writer.Line($"double loss{i} = Instance(0).{terms[i]};");
                writer.Line("for (int slice = 1; slice < count; slice++)");
                writer.Line($"    loss{i} += Instance(slice).{terms[i]};");
                writer.Line($"Instance(0).Losses[{i}] = (float)loss{i};");
            }

            writer.Line($"return (float)({string.Join(" + ", terms.Select((_, i) => "loss" + Literals.Integer(i)))});");
        });
        writer.Line();
    }

    private void WriteRun()
    {
        writer.Line($"protected override {names.Programs} CreateInstance() => new {names.Programs}(Instance(0).parameters, Instance(0).states);");
        writer.Line();
        writer.Block("protected override void Run(int slice)", () =>
        {
            writer.Line($"{names.Programs} instance = Instance(slice);");
            writer.Line("int length = Length(slice);");
            writer.Block("switch (program)", () =>
            {
                var integers = IntegerPorts.SliceArguments(network.Inference).ToArray();
                var toInput = new[] { ports.FloatInputs.Any() ? "toInput" : "false", "toParameters" };
                Case("Forward", $"instance.ComputeForward({BoundaryWriter.CopiedArguments(network.Inference)}{ArgumentList.Of(integers, "length")});");
                if (network.HasBackward)
                    Case("Backward", $"instance.ComputeBackward({ArgumentList.Of(toInput.Concat(integers), "length")});");
                if (Divides(network.Step))
                    Case("Step", RunLoss("Step", network.Step!));
                if (Divides(network.Evaluate))
                    Case("Evaluate", RunLoss("Evaluate", network.Evaluate!));
            });
        });

        void Case(string program, string call)
        {
            writer.Line($"case Program.{program}:");
            writer.Line("    " + call);
            writer.Line("    break;");
        }

        string RunLoss(string program, CompiledProgram compiled)
        {
            var labels = string.Concat(IntegerPorts.SliceArguments(compiled).Select(argument => argument + ", "));
            return $"instance.Run{program}({BoundaryWriter.CopiedArguments(compiled)}{labels}{(compiled.Draws ? "seed, step, " : "")}length);";
        }
    }

    private void WriteInstance()
    {
        writer.Line("int first = First(slice), length = Length(slice);");
        writer.Line($"{names.Programs} instance = Instance(slice);");
    }

    private static bool Divides(CompiledProgram? program) => program is { CouplesSamples: false };

    private IReadOnlyList<string> Inputs() => PortNames.FloatInputs(ports);

    /// <summary>A slice of each input of floats.</summary>
    private IEnumerable<string> SlicesOf(IEnumerable<string> inputs) =>
        inputs.Zip(ports.FloatInputs, (input, i) => Slice(input, InstanceWriter.InputLength(i)));

    private static string Slice(string span, string length) => $"{span}.Slice(first * {length}, length * {length})";
}
