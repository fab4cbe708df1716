using StaticNet.Generator.Emit;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>
/// The forward pass of a tiny network for one sample as one method: all kernels in a row, every place a constant. There, calls,
/// checks and copies would take longer than the multiply-adds.
/// </summary>
internal sealed class StraightLineForward
{
    private const string Workspace = "workspace";
    private const string Parameters = "parameters";
    private const string States = "states";

    private readonly CompiledProgram program;
    private readonly IReadOnlyDictionary<int, string> valueNames;
    private readonly Dictionary<Tier, Body> bodies = new();

    private StraightLineForward(CompiledProgram program)
    {
        this.program = program;
        valueNames = ValueNames.Of(program);
        var ports = program.Graph.Interface;
        var names = ValueNames.Scope(ports).With(valueNames.Values.ToArray()).Declare(
            ports.Inputs.Concat(ports.Outputs).Select(port => "caller" + Identifiers.Pascal(port.Name)));
        Inputs = names.Take(ports.Inputs.Count).ToArray();
        Outputs = names.Skip(ports.Inputs.Count).ToArray();
    }

    public CompiledProgram Program => program;

    /// <summary>The buffers that it takes references to.</summary>
    public IReadOnlyList<string> Buffers => program.Graph.Interface.States.Count == 0 ? new[] { Parameters, Workspace } : new[] { Parameters, States, Workspace };

    /// <summary>References to the caller's inputs, in the order of their declaration.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>References to where the caller wants the outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Values that the bodies name: each a constant offset in its buffer.</summary>
    public IReadOnlyList<StraightLineValue> Values { get; private set; } = Array.Empty<StraightLineValue>();

    /// <summary>Whether a forward pass takes so few operations that calls, checks and copies would take longer.</summary>
    /// <param name="forward">The forward pass in inference.</param>
    public static bool IsTiny(Graph.Graph forward) =>
        forward.Nodes.All(node => node.Operation is not IRandomOperation && node.Loop is null && !node.Operation.SeesSteps && node.Type.Element == ElementType.Float) && forward.Nodes.Sum(node => node.Operation is CompositeOperation
        ? StraightLineBudget.CompositeFlops * node.Shape.LongLength
        : node.Operation.CountFlops(node, node.Inputs.Select(input => forward[input].Type).ToArray())) <= StraightLineBudget.Flops;

    /// <summary>The method for a tiny network; null where it would be too long.</summary>
    /// <param name="program">The forward pass in inference.</param>
    /// <param name="targets">Tiers that are emitted; the budget must hold in all of them.</param>
    public static StraightLineForward? TryCreate(CompiledProgram program, IEnumerable<SimdTarget> targets)
    {
        if (!program.Calls.Any(IsForward) || program.Calls.Any(call => program.Plan[call.Node].Kind == Passes.StorageKind.Prepared))
            return null;
        var result = new StraightLineForward(program);
        result.Values = result.FindValues().Values.ToArray();
        foreach (var target in targets)
        {
            // Where everything written out is too much, every loop remains.
            var body = new[] { StraightLineBudget.WrittenOut, StraightLineBudget.WrittenOut / 8, 0 }
                .Select(writtenOut => result.Create(target, writtenOut)).FirstOrDefault(Fits);
            if (body is null)
                return null;
            result.bodies.Add(target.Tier, body);
        }

        return result;
    }

    public Body Body(SimdTarget target) => bodies[target.Tier];

    private static bool IsForward(KernelCall call) => call.Node.Origin.Phase == Phase.Forward;

    private static bool Fits(Body body) => CodeSize.EstimateIl(body.Statements) <= StraightLineBudget.Method
        && body.Statements.Flatten().Count(statement => statement is Statement.Declare) <= StraightLineBudget.Locals;

    private Body Create(SimdTarget target, int writtenOut)
    {
        var values = FindValues();
        var names = new LocalNames(values.Keys.Concat(Inputs).Concat(Outputs).Concat(new[] { Workspace, Parameters, States }));
        var inlining = new Inlining(names, writtenOut);
        var inlined = new Body();
        CopyInputs(target, inlined, values);
        var titles = new Dictionary<Statement, string>();
        foreach (var call in program.Calls.Where(IsForward))
        {
            var kernel = call.Kernel.Kernel;
            var title = new Statement.Comment($"{call.Kernel.Origin}, {valueNames[call.Node.Id]}: {kernel.Summary[0]}");
            titles[title] = valueNames[call.Node.Id];
            inlined.Add(title);
            inlining.Add((kernel.SingleSample ?? kernel.Body)(target), Arguments(call), valueNames[call.Node.Id], inlined);
        }

        var forwarded = new RegisterForwarding(values, inlining.Moving, names).Run(inlined.Statements);
        string ValueOf(string reference) => inlining.Moving.TryGetValue(reference, out var value) ? value : reference;
        var live = DeadCode.Remove(forwarded, name => values.TryGetValue(name, out var value) && !value.IsKept, ValueOf);
        var stored = new HashSet<string>(live.Flatten().OfType<Statement.Store>().Select(store => ValueOf(store.Reference)));
        return Placement.Run(live.Select(statement => statement is Statement.Comment title && titles.TryGetValue(title, out var value)
            ? new Statement.Comment(title.Text + Whereabouts(values[value], stored.Contains(value))) : statement), values);
    }

    /// <summary>Where a value is to be found, for the comment of its layer.</summary>
    private static string Whereabouts(StraightLineValue value, bool isStored) =>
        value.IsKept ? "; Backward reads it" : isStored ? "" : value.CallersOutputs.Count > 0 ? "; the caller's" : "; in registers";

    /// <summary>Backward reads inputs again, and vectors may run over their end in the arena.</summary>
    private void CopyInputs(SimdTarget target, Body body, IReadOnlyDictionary<string, StraightLineValue> values)
    {
        const int MostVectors = 8;
        var inputs = values.Values.Where(value => value.CallersInput is not null)
            .ToLookup(input => input.Length <= MostVectors * Math.Max(4, target.Width));

        // All is read before anything is written: the caller's memory may be the network's.
        var parts = new List<(string Input, int Offset, Expression Value)>();
        foreach (var input in inputs[true])
        {
            var lanes = 0;
            for (var offset = 0; offset < input.Length; offset += lanes)
            {
                lanes = target.WidestFor(input.Length - offset);
                var load = new Expression.Load(input.CallersInput!, offset, lanes);
                parts.Add((input.Name, offset, body.Declare($"{input.Name.TrimStart('@')}_{offset}", load)));
            }
        }

        foreach (var input in inputs[false])
            body.Add(new Statement.Copy(input.Name, 0, input.CallersInput!, 0, input.Length));
        foreach (var (input, offset, value) in parts)
            body.Store(input, offset, value);
    }

    private IReadOnlyDictionary<string, string> Arguments(KernelCall call)
    {
        var arguments = new Dictionary<string, string>();
        var input = 0;
        foreach (var parameter in call.Kernel.Kernel.Parameters)
        {
            arguments.Add(parameter.Name, parameter.Kind switch
            {
                KernelParameterKind.Source => valueNames[program.Graph.Base(call.Node.Inputs[input++])],
                KernelParameterKind.Target => valueNames[call.Node.Id],
                KernelParameterKind.Scratch => ScratchName(call.Node),
                _ => throw new InvalidOperationException($"no forward pass in inference has a parameter for {parameter.Kind}"),
            });
        }

        return arguments;
    }

    private string ScratchName(Node node) => ProgramNames.ScratchName(valueNames[node.Id]);

    private IReadOnlyDictionary<string, StraightLineValue> FindValues()
    {
        var graph = program.Graph;
        var calls = program.Calls.Where(IsForward).ToArray();
        var kept = new HashSet<int>(program.Calls.Where(call => !IsForward(call)).SelectMany(call => call.Node.Inputs).Select(graph.Base));
        var computed = new HashSet<int>(calls.Select(call => call.Node.Id));
        var outputs = graph.Roots.Where(root => root.Kind == RootKind.Output).ToLookup(root => graph.Base(root.Node), root => Outputs[root.Index]);
        var used = calls.SelectMany(call => call.Node.Inputs.Select(graph.Base).Concat(new[] { call.Node.Id })).Concat(kept.Where(id => graph[id].Operation is NetworkInput))
            .Concat(outputs.Select(group => group.Key)).Distinct().OrderBy(id => id).Select(id => graph[id]);
        var values = new Dictionary<string, StraightLineValue>(StringComparer.Ordinal);
        foreach (var node in used)
        {
            var storage = program.Plan[node];
            values.Add(valueNames[node.Id], new StraightLineValue(
                valueNames[node.Id], storage.Kind.ToString().ToLowerInvariant(), storage.Offset, node.Shape.Length, ValueNames.Describe(node))
            {
                IsKept = kept.Contains(node.Id),
                IsComputed = computed.Contains(node.Id),
                CallersInput = node.Operation is NetworkInput input ? Inputs[input.Index] : null,
                CallersOutputs = outputs[node.Id].ToArray(),
            });
        }

        foreach (var node in calls.Select(call => call.Node).Where(node => program.Plan.ScratchOf(node) is not null))
        {
            var length = calls.First(call => call.Node == node).Kernel.Kernel.ScratchLength;
            values.Add(ScratchName(node), new StraightLineValue(
                ScratchName(node), Workspace, program.Plan.ScratchOf(node)!.Offset, length, "scratch memory") { IsComputed = true });
        }

        return values;
    }
}
