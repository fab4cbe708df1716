using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;

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
            writer.Line("private bool toInput;");
            if (network.Step is { } drawing && LossWriter.UsesRandom(drawing))
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
            WriteBackward();
            if (network.Step is { } step)
                WriteLoss("Step", step, sumsGradients: true);
            if (network.Evaluate is { } evaluate)
                WriteLoss("Evaluate", evaluate, sumsGradients: false);
            WriteRun();
        });
    }

    private IEnumerable<string> Programs()
    {
        yield return "Forward";
        yield return "Backward";
        if (network.Step is not null)
            yield return "Step";
        if (network.Evaluate is not null)
            yield return "Evaluate";
    }

    private void WriteForward()
    {
        var inputs = Inputs();
        writer.Block($"public void Forward({Spans(inputs)}, int samples, int count)", () =>
        {
            writer.Line("Divide(samples, count);");
            writer.Line("program = Program.Forward;");
            writer.Block(EachSlice, () =>
            {
                WriteInstance();
                if (network.Training is not null)
                {
                    writer.Line("instance.lastWasTraining = Instance(0).lastWasTraining;");
                    writer.Line("instance.lastRandomState = Instance(0).lastRandomState;");
                    writer.Line("instance.firstSample = first;");
                }

                if (network.Batch is not null)
                    writer.Line(ProgramModes.FillsBlock("instance.", "length"));
                writer.Line($"instance.LoadInputs({string.Join(", ", inputs.Select((input, i) => Slice(input, InstanceWriter.InputLength(i))))});");
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
        var inputGradients = ports.Inputs.Select((_, i) => PortNames.InputGradient(i)).ToArray();
        var targets = string.Join(", ", inputGradients.Select(gradient => "Span<float> " + gradient));
        writer.Block($"public void Backward({Spans(outputGradients)}, {targets})", () =>
        {
            writer.Line("int count = Count;");
            writer.Line("program = Program.Backward;");
            writer.Line($"toInput = {string.Join(" || ", inputGradients.Select(gradient => $"!{gradient}.IsEmpty"))};");
            writer.Block(EachSlice, () =>
            {
                WriteInstance();
                var slices = outputGradients.Select((gradient, i) => Slice(gradient, InstanceWriter.OutputLength(i)));
                writer.Line($"instance.LoadOutputGradients({string.Join(", ", slices)});");
                writer.Line("Start(slice);");
            });
            writer.Line();
            writer.Line("Complete();");
            writer.Line("SumGradients();");
            writer.Block("for (int slice = 0; slice < count; slice++)", () =>
            {
                for (var i = 0; i < inputGradients.Length; i++)
                {
                    writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                    writer.Line($"    Instance(slice).InputGradient{i}(Length(slice)).CopyTo({inputGradients[i]}.Slice(First(slice) * {InstanceWriter.InputLength(i)}));");
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
        writer.Block($"public float {program}({Spans(inputs.Concat(targets.Select(target => target.Name)))}, ulong seed, ulong step, int samples, int count)", () =>
        {
            writer.Line("Divide(samples, count);");
            writer.Line($"program = Program.{program};");
            var drawsMasks = LossWriter.UsesRandom(compiled);
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
                var spans = inputs.Select((input, i) => Slice(input, InstanceWriter.InputLength(i))).Concat(targets.Select(pair => Slice(pair.Name, Literals.Integer(pair.Target.Shape.Length))));
                writer.Line($"instance.Load{program}({string.Join(", ", spans)}, samples);");
                writer.Line("Start(slice);");
            });
            writer.Line();
            writer.Line("Complete();");
            if (sumsGradients)
                writer.Line("SumGradients();");
            writer.Line($"double loss = Instance(0).{program}Loss;");
            writer.Line("for (int slice = 1; slice < count; slice++)");
            writer.Line($"    loss += Instance(slice).{program}Loss;");
            writer.Line("return (float)loss;");
        });
        writer.Line();
    }

    private void WriteRun()
    {
        writer.Line($"protected override {names.Programs} CreateInstance() => new {names.Programs}(Instance(0).parameters);");
        writer.Line();
        writer.Block("protected override void Run(int slice)", () =>
        {
            writer.Line($"{names.Programs} instance = Instance(slice);");
            writer.Line("int length = Length(slice);");
            writer.Block("switch (program)", () =>
            {
                Case("Forward", $"instance.ComputeForward({BoundaryWriter.CopiedArguments(network.Inference)}length);");
                Case("Backward", "instance.ComputeBackward(toInput, length);");
                if (network.Step is { } step)
                    Case("Step", RunLoss("Step", step));
                if (network.Evaluate is { } evaluate)
                    Case("Evaluate", RunLoss("Evaluate", evaluate));
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
            var labels = string.Concat(Labels().Select(pair => $"ref Instance(0).{pair.Name}[First(slice) * {Literals.Integer(pair.Length)}], "));
            return $"instance.Run{program}({BoundaryWriter.CopiedArguments(compiled)}{labels}{(LossWriter.UsesRandom(compiled) ? "seed, step, " : "")}length);";
        }
    }

    private void WriteInstance()
    {
        writer.Line("int first = First(slice), length = Length(slice);");
        writer.Line($"{names.Programs} instance = Instance(slice);");
    }

    /// <summary>The labels of the batch, which kernels read from where they are: names and lengths of one sample.</summary>
    private IEnumerable<(string Name, int Length)> Labels() => ports.Targets
        .Select((target, i) => (Target: target, Name: PortNames.Target(ports, i)))
        .Where(pair => pair.Target.Element == ElementType.Label)
        .Select(pair => (pair.Name, pair.Target.Shape.Length));

    private string[] Inputs() => ports.Inputs.Select((_, i) => PortNames.Input(i)).ToArray();

    private static string Slice(string span, string length) => $"{span}.Slice(first * {length}, length * {length})";

    private static string Spans(IEnumerable<string> names) => string.Join(", ", names.Select(span => "ReadOnlySpan<float> " + span));
}
