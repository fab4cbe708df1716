using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the sequences of kernels that the public members run, with every value's place as a constant.</summary>
internal sealed class ProgramWriter
{
    /// <summary>Kernels in one method: each brings some references with it, of which the JIT tracks about a thousand.</summary>
    private const int CallsPerMethod = 48;

    private readonly CodeWriter writer;
    private readonly GeneratedNames names;
    private readonly CompiledNetwork network;

    public ProgramWriter(CodeWriter writer, GeneratedNames names)
    {
        this.writer = writer;
        this.names = names;
        network = names.Network;
    }

    public void Write()
    {
        WriteBoth(network.Inference, "the forward pass", "the gradients of parameters and inputs");
        var many = $" of {Layout.BlockSamples} samples or more";
        WriteBoth(network.Batch, "the forward pass" + many, "the gradients" + many);
        WriteBoth(network.Training, "the forward pass in training", "the gradients of that pass");
        if (network.Stream is { } stream)
            WriteProgram(stream, _ => true, "", "one step of a sequence");
        if (network.Step is { } step)
            WriteProgram(step, _ => true, "", "forward, loss and all gradients of parameters");
        if (network.Evaluate is { } evaluate)
            WriteProgram(evaluate, _ => true, "", "forward and loss");
    }

    private void WriteBoth(CompiledProgram? compiled, string forward, string backward)
    {
        if (compiled is null)
            return;
        WriteProgram(compiled, phase => phase == Phase.Forward, "Forward", forward);
        if (network.HasBackward)
            WriteProgram(compiled, phase => phase != Phase.Forward, "Backward", backward);
    }

    private void WriteProgram(CompiledProgram compiled, Func<Phase, bool> includes, string part, string purpose)
    {
        var calls = compiled.Calls.Where(call => includes(call.Node.Origin.Phase)).ToArray();
        var names = this.names.Of(compiled);
        var name = "Run" + names.Name + part;
        var usesRandom = calls.Any(call => call.Node.Operation is IRandomOperation);
        var hasInputPart = part == "Backward";
        var output = part == "Forward" && network.HasDirectOutput ? compiled.DirectOutput : null;
        var runs = network.IsStraight(compiled) ? Single(calls) : names.Calls.Roll(calls, call => ConditionOf(compiled, call, hasInputPart), output);
        var chunks = Chunks(runs);
        names.Wrote(runs);
        var passed = new List<(string Parameter, string Argument)>();
        if (!hasInputPart)
            passed.AddRange(BoundaryWriter.EnteringNames(compiled).Select(input => ($"ref float {input}", $"ref {input}")));
        if (output is not null)
            passed.Add(($"ref float {names.Values[output.Id]}", $"ref {names.Values[output.Id]}"));
        passed.AddRange(IntegerPorts.Of(compiled).Select(port => ($"ref int {port.Memory}", $"ref {port.Memory}")));
        if (hasInputPart)
            passed.AddRange(new[] { ("bool toInput", "toInput"), ("bool toParameters", "toParameters") });
        if (usesRandom)
            passed.AddRange(new[] { ("ulong seed", "seed"), ("ulong step", "step") });
        passed.Add(("int count", "count"));
        var signature = string.Join(", ", passed.Select(pair => pair.Parameter));
        var arguments = string.Join(", ", passed.Select(pair => pair.Argument));
        writer.Line($"// {char.ToUpperInvariant(purpose[0])}{purpose.Substring(1)}, kernel by kernel.");
        if (chunks.Count == 1 && chunks[0] is { Loop: null, Count: 1 } only)
        {
            writer.Block($"private void {name}({signature})", () => WriteCalls(compiled, only, names, hasInputPart, output));
            writer.Line();
            return;
        }

        writer.Block($"private void {name}({signature})", () =>
        {
            for (var i = 0; i < chunks.Count; i++)
            {
                var chunk = chunks[i];
                var condition = chunk.Loop is null ? null : ConditionOfAll(chunk.Calls);
                if (condition is not null)
                    writer.Line($"if ({condition})");
                WriteIf(condition is not null, () =>
                {
                    if (chunk.Loop is { } loop)
                        WriteLoop(loop, $"{name}Part{i + 1}({arguments}, t);");
                    else if (chunk.Repeats)
                        WriteRepetitions(chunk.Count, $"{name}Part{i + 1}({arguments}, repetition);");
                    else
                        writer.Line($"{name}Part{i + 1}({arguments});");
                });
            }
        });
        writer.Line();
        for (var i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            if (chunk.Loop is { } loop)
                writer.Line($"// One of {Literals.Integer(loop.Steps)} steps t. A value that has a place for each step is referred to at this one.");
            else if (chunk.Repeats)
                writer.Line($"// One of {Literals.Integer(chunk.Count)} repetitions, {Layers(chunk)} first. From one to the next, values lie the same distance further.");
            var more = chunk.Loop is not null ? ", int t" : chunk.Repeats ? ", int repetition" : "";
            writer.Block($"private void {name}Part{i + 1}({signature}{more})", () => WriteCalls(compiled, chunk, names, hasInputPart && chunk.Loop is null, output));
            writer.Line();
        }

        string? ConditionOfAll(IReadOnlyList<KernelCall> loop) => !hasInputPart ? null
            : loop.All(call => compiled.OnlyForInputGradients.Contains(call.Node.Id)) ? "toInput"
            : loop.All(call => compiled.OnlyForParameterGradients.Contains(call.Node.Id)) ? "toParameters"
            : null;

        static string Layers(CallRun chunk) => chunk.Calls[0].Node.Origin.Layer is var first && chunk.Calls[chunk.Calls.Count - 1].Node.Origin.Layer is var last && first == last
            ? first
            : $"{first} to {last}";
    }

    private void WriteIf(bool isIndented, Action body)
    {
        if (isIndented)
            writer.Indented(body);
        else
            body();
    }

    private void WriteLoop(Loop loop, string call)
    {
        writer.Line(loop.IsReversed
            ? $"for (int t = {Literals.Integer(loop.First)}; t >= 0; t--)"
            : $"for (int t = 0; t < {Literals.Integer(loop.Steps)}; t++)");
        writer.Indented(() => writer.Line(call));
    }

    /// <summary>Straight-line code refers to all values by name.</summary>
    private static IReadOnlyList<CallRun> Single(IEnumerable<KernelCall> calls) =>
        calls.Select(call => new CallRun(new[] { call }, 1, Array.Empty<long[]>())).ToArray();

    private void WriteRepetitions(int count, string call)
    {
        writer.Line($"for (int repetition = 0; repetition < {Literals.Integer(count)}; repetition++)");
        writer.Indented(() => writer.Line(call));
    }

    /// <summary>What has to be asked for so that a call is made: some gradients are only for inputs, some only for parameters.</summary>
    private static string? ConditionOf(CompiledProgram compiled, KernelCall call, bool hasInputPart) => !hasInputPart ? null
        : compiled.OnlyForInputGradients.Contains(call.Node.Id) ? "toInput"
        : compiled.OnlyForParameterGradients.Contains(call.Node.Id) ? "toParameters"
        : null;

    /// <summary>Calls in methods of their own: not too many in one, and each loop's in one, or several that run one after another in a step.</summary>
    private static IReadOnlyList<CallRun> Chunks(IReadOnlyList<CallRun> runs)
    {
        var chunks = new List<CallRun>();
        var current = new List<KernelCall>();
        foreach (var run in runs)
        {
            var loop = run.Calls[0].Node.Loop;
            if (current.Count > 0 && (run.Repeats || current[0].Node.Loop != loop || (current.Count == CallsPerMethod && loop is null)))
                Finish();
            if (run.Repeats)
                chunks.Add(run);
            else
                current.AddRange(run.Calls);
        }

        if (current.Count > 0 || chunks.Count == 0)
            Finish();
        return chunks;

        void Finish()
        {
            chunks.Add(new CallRun(current, 1, Array.Empty<long[]>()));
            current = new List<KernelCall>();
        }
    }

    /// <summary>What the input of a kernel is called that takes it in.</summary>
    private static string EnteringName(Node input) => PortNames.Entering(((NetworkInput)input.Operation).Index);

    private void WriteCalls(CompiledProgram compiled, CallRun chunk, ProgramNames names, bool hasInputPart, Node? output)
    {
        var calls = chunk.Calls;
        var locals = chunk.Repeats ? new RepeatedLocals(chunk, names) : null;
        if (locals is not null)
        {
            foreach (var local in locals.InOrder)
                writer.Line($"ref float {local.Name} = {Reference(compiled, local.Node, names, RepeatedLocals.Further(local.Distance))}; // {ValueNames.Describe(WithSteps(compiled, local.Node))}");
        }
        else
        {
            WriteLocals(compiled, calls, names, output);
        }

        foreach (var call in calls.Where(call => call.Node.Schedule.TakesIn))
        {
            var input = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
            writer.Line($"if (Unsafe.IsNullRef(ref {EnteringName(input)}))");
            writer.Indented(() => writer.Line($"{EnteringName(input)} = ref {names.Values[input.Id]}; // It is in the arena already."));
        }

        // Some of it is asked for only where the caller wants these gradients.
        for (var first = 0; first < calls.Count;)
        {
            var condition = ConditionOf(compiled, calls[first], hasInputPart);
            var next = first;
            while (next < calls.Count && ConditionOf(compiled, calls[next], hasInputPart) == condition)
                next++;
            var (start, end) = (first, next);
            if (condition is null)
                WriteGroup();
            else
                writer.Block($"if ({condition})", WriteGroup);
            first = next;

            void WriteGroup()
            {
                for (var i = start; i < end; i++)
                    WriteCall(compiled, calls[i], names, locals is null ? null : (locals, i));
            }
        }
    }

    /// <summary>References to the values that calls read and write.</summary>
    private void WriteLocals(CompiledProgram compiled, IReadOnlyList<KernelCall> calls, ProgramNames names, Node? output)
    {
        var companions = calls.Select(call => compiled.Graph.CompanionOf(call.Node)).OfType<Node>().Select(companion => companion.Id);
        var used = calls.SelectMany(call => call.Node.Inputs.Concat(new[] { call.Node.Id })).Concat(companions).Select(compiled.Graph.Base).Distinct()
            .Where(id => id != output?.Id).OrderBy(id => id).Select(id => compiled.Graph[id]).ToArray();
        foreach (var node in used)
        {
            if (node.Operation is PreviousState)
                writer.Line($"ref float {names.Values[node.Id]} = {PreviousReference(compiled, node, names)};");
            else if (compiled.Plan[node].Kind != StorageKind.Integers && calls[0].Node.Loop is { } loop && compiled.Plan.HasAllSteps(node))
                writer.Line($"ref float {names.Values[node.Id]} = ref Unsafe.Add({Reference(compiled, node, names)}, {Step(node, "t")}); // {ValueNames.Describe(node with { Type = node.Type with { Steps = loop.Steps } })}");
            else if (compiled.Plan[node].Kind != StorageKind.Integers)
                writer.Line($"ref float {names.Values[node.Id]} = {Reference(compiled, node, names)}; // {ValueNames.Describe(WithSteps(compiled, node))}");
        }
    }

    /// <summary>A value of a loop as it is seen from outside.</summary>
    private static Node WithSteps(CompiledProgram compiled, Node node) => node.Loop is { } loop && compiled.Plan.HasAllSteps(node)
        ? node with { Type = node.Type with { Steps = loop.Steps } }
        : node;

    /// <summary>How far a step lies behind the first.</summary>
    private static string Step(Node node, string step) => $"{step} * {(node.Type.Batched ? "count * " : "")}{Literals.Integer(node.Shape.Length)}";

    /// <summary>What the step before made of a state; before the first step, what it begins with.</summary>
    private static string PreviousReference(CompiledProgram compiled, Node state, ProgramNames names)
    {
        var first = compiled.Graph[compiled.Graph.Base(state.Inputs[0])];
        var next = compiled.Graph[compiled.Graph.Base(compiled.Graph.NextOf(state).Id)];
        var loop = state.Loop!;
        var before = loop.IsReversed ? "(t + 1)" : "(t - 1)";
        return $"ref (t == {Literals.Integer(loop.First)} ? {Reference(compiled, first, names)} : ref Unsafe.Add({Reference(compiled, next, names)}, {Step(next, before)}))";
    }

    private static string Reference(CompiledProgram compiled, Node node, ProgramNames names, string further = "") => compiled.Plan[node].Kind == StorageKind.Prepared
        ? $"ref Unsafe.Add(ref prepared.Reference, {names.PlaceOf(node)}{further})"
        : "ref " + names.At(node, further);

    private void WriteCall(CompiledProgram compiled, KernelCall call, ProgramNames names, (RepeatedLocals Locals, int Call)? repeated)
    {
        var arguments = names.Calls.ArgumentsOf(call).Select((argument, i) => argument.Kind switch
        {
            KernelParameterKind.Source or KernelParameterKind.Target or KernelParameterKind.Companion =>
                "ref " + (repeated is { } local ? local.Locals.NameOf(local.Call, i) : names.Values[argument.Node.Id]),
            KernelParameterKind.Integers => "ref " + IntegerPorts.MemoryOf(compiled.Graph.Interface, argument.Node),
            KernelParameterKind.Entering => "ref " + EnteringName(argument.Node),
            KernelParameterKind.Scratch => "ref " + names.AtScratch(argument.Node, Further(i)),
            KernelParameterKind.FirstElement => "firstSample * " + Literals.Integer(argument.Node.Shape.Length),
            _ => $"global::StaticNet.Runtime.CounterRandom.Key(seed, step, {Literals.Integer(argument.Number)}{Further(i)})",
        }).ToList();
        var steps = compiled.Graph.StepsOf(call.Node);
        arguments.Add(steps == 1 ? "count" : "count * " + Literals.Integer(steps));
        if (names.Calls.PreparedNumber(call) is not { } number)
        {
            writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});");
            return;
        }

        // Kept from call to call while the weights stay the same.
        var weights = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
        writer.Line($"if (prepared.IsStale({Literals.Integer(number)}{Further(arguments.Count - 1)}, {arguments[0]}, {Literals.Integer(weights.Shape.Length)}))");
        writer.Indented(() => writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});"));

        string Further(int argument) => repeated is { } local ? RepeatedLocals.Further(local.Locals.DistanceOf(local.Call, argument)) : "";
    }
}
