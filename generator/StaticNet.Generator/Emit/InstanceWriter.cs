using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes what an instance of a network consists of, behind the user's class: constants, tensors, state, threads.</summary>
internal static class InstanceWriter
{
    /// <summary>The constant with the length of a sample of an input.</summary>
    public static string InputLength(int index) => $"Input{Literals.Integer(index)}Length";

    /// <summary>The constant with the length of a sample of an output.</summary>
    public static string OutputLength(int index) => $"Output{Literals.Integer(index)}Length";

    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        WriteConstants(writer, names);
        new TensorsWriter(writer, names).Write();
        GenericSurface.WritePorts(writer, names);
        WriteState(writer, names);
        WriteThreads(writer, names.Network);
    }

    private static void WriteConstants(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports) = (names.Network, names.Ports);
        writer.Line($"private const int BatchCapacity = {Literals.Integer(network.Spec.BatchCapacity)};");
        for (var i = 0; i < ports.Inputs.Count; i++)
            writer.Line($"private const int {InputLength(i)} = {Literals.Integer(ports.Inputs[i].Shape.Length)};");
        for (var i = 0; i < ports.Outputs.Count; i++)
            writer.Line($"private const int {OutputLength(i)} = {Literals.Integer(ports.Outputs[i].Shape.Length)};");
        writer.Line();
        writer.Line("// Samples that a slice of a batch should have, so that a thread earns what it costs to wake it.");
        writer.Line($"private const int ForwardGrain = {Literals.Integer(SliceGrain.OfForward(network))};");
        if (network.Step is { } step)
            writer.Line($"private const int StepGrain = {Literals.Integer(SliceGrain.OfStep(network, step))};");
        writer.Line();
    }

    private static void WriteState(CodeWriter writer, GeneratedNames names)
    {
        var network = names.Network;
        if (network.PreparedCount > 0)
            writer.Line("private readonly global::StaticNet.Runtime.PreparedWeights prepared;");
        if (network.Step is not null)
            writer.Line($"internal readonly float[] Losses = new float[{Literals.Integer(names.Ports.Targets.Count)}]; // each declared loss of the last step or evaluation");
        foreach (var port in IntegerPorts.OfInputs(names.Ports).Concat(IntegerPorts.OfTargets(names.Ports)))
            writer.Line($"private readonly int[] {port.Memory} = new int[BatchCapacity * {port.Length}]; // kernels index by these");
        if (network.Batch is not null)
            writer.Line("private bool lastWasBatch;");
        if (network.Training is not null)
            writer.Line("private bool lastWasTraining;");
        if (network.DrawsForward)
            writer.Line("private ulong lastRandomState;");
        if (network.Draws)
            writer.Line("private int firstSample; // number within the batch of the first sample in this arena");
        for (var i = 1; i < network.ArenaLengths.Count; i++)
            writer.Line($"private readonly global::StaticNet.Runtime.AlignedBuffer {ProgramNames.Arena(i)} = new({Literals.Integer(network.ArenaLengths[i])}); // what one buffer cannot hold");
        writer.Line("private Slices? slices;");
        writer.Line("private int degreeOfParallelism = 1;");
        writer.Line();
        const string buffer = "global::StaticNet.Runtime.AlignedBuffer";
        writer.Block($"private {names.Programs}({buffer} parameters, {buffer} states)", () =>
        {
            if (network.PreparedCount > 0)
                writer.Line($"prepared = new global::StaticNet.Runtime.PreparedWeights({Literals.Integer(network.PreparedLength)}, {Literals.Integer(network.PreparedCount)});");
        }, $": base(parameters, states, {Literals.Integer(network.ArenaLengths[0])}, hasGradients: {(network.HasBackward ? "true" : "false")}, isRandom: {(network.DrawsForward ? "true" : "false")})");
        writer.Line();
        writer.Block($"internal static {names.Programs} Create()", () =>
        {
            writer.Line($"global::StaticNet.Runtime.RuntimeVersion.Require({GeneratedCode.RuntimeVersion}, {Literals.Text(network.Spec.Name.TrimStart('@'))});");
            writer.Line($"return new {names.Programs}(new {buffer}({Literals.Integer(network.ParameterCount)}), new {buffer}({Literals.Integer(network.StateCount)}));");
        });
        writer.Line();
        writer.Block("internal void Initialize(int seed)", () =>
        {
            writer.Line("global::StaticNet.Runtime.ParameterInitialization.Fill(this, Tensors, seed);");
            if (network.DrawsForward)
                writer.Line("RandomState = unchecked((ulong)seed);");
        });
        writer.Line();
        writer.Block($"internal {names.Programs} Share()", () =>
        {
            writer.Line($"var other = new {names.Programs}(parameters, states);");
            writer.Line("ShareModeWith(other);");
            writer.Line("return other;");
        });
        writer.Line();
    }

    private static void WriteThreads(CodeWriter writer, CompiledNetwork network)
    {
        writer.Line("""
            public override global::StaticNet.Runtime.WorkerTeam? Team => slices?.Team;

            internal int DegreeOfParallelism
            {
                get => degreeOfParallelism;
                set
                {
                    global::StaticNet.Runtime.Check.DegreeOfParallelism(value);
                    Reserve(value, ForwardGrain);
                    degreeOfParallelism = value;
                }
            }

            """);
        if (network.Step is not null)
        {
            writer.Line("""
                internal void ReserveForTraining(int degreeOfParallelism)
                {
                    global::StaticNet.Runtime.Check.DegreeOfParallelism(degreeOfParallelism);
                    Reserve(degreeOfParallelism, Math.Min(ForwardGrain, StepGrain));
                }

                """);
        }

        writer.Line("""
            private void Reserve(int degreeOfParallelism, int grain)
            {
                if (degreeOfParallelism == 1)
                    return;
                Enter();
                try
                {
                    Reserve(Slices.CountFor(BatchCapacity, degreeOfParallelism, grain));
                }
                finally
                {
                    Leave();
                }
            }

            private Slices Reserve(int sliceCount)
            {
                slices ??= new Slices(this);
                slices.Reserve(sliceCount);
                return slices;
            }

            """);
    }

    /// <summary>An array of these.</summary>
    public static string Array(IEnumerable<int> values)
    {
        var list = values.Select(value => Literals.Integer(value)).ToArray();
        return list.Length == 0 ? "new int[0]" : "new[] { " + string.Join(", ", list) + " }";
    }
}
