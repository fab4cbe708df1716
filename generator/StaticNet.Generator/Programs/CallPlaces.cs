using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>An argument of a call.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Node">The node whose value it is; for integers, scratch memory and random numbers the node of the call.</param>
/// <param name="Storage">Where it lies; null for numbers.</param>
/// <param name="Number">The offset in its buffer, or the number itself.</param>
internal sealed record CallArgument(KernelParameterKind Kind, Node Node, Storage? Storage, long Number)
{
    /// <summary>Whether it differs from another in nothing but its number.</summary>
    public bool IsLike(CallArgument other) => Kind == other.Kind && Storage?.Kind == other.Storage?.Kind && Storage?.Arena == other.Storage?.Arena
        && (Storage?.Kind != StorageKind.Integers || Number == other.Number);
}

/// <summary>Where calls of a program find their arguments, and which of them repeat.</summary>
internal sealed class CallPlaces
{
    private readonly CompiledProgram program;
    private readonly Dictionary<int, int> preparedNumbers = new();
    private readonly Dictionary<int, IReadOnlyList<CallArgument>> arguments = new();

    public CallPlaces(CompiledProgram program)
    {
        this.program = program;
        foreach (var call in program.Calls.Where(call => program.Plan[call.Node].Kind == StorageKind.Prepared))
            preparedNumbers.Add(call.Node.Id, preparedNumbers.Count);
    }

    /// <summary>The number of weights that are kept from call to call, in the order of calls; null for any other call.</summary>
    public int? PreparedNumber(KernelCall call) => preparedNumbers.TryGetValue(call.Node.Id, out var number) ? number : null;

    /// <summary>The arguments of a call, in the order of the kernel's parameters.</summary>
    public IReadOnlyList<CallArgument> ArgumentsOf(KernelCall call)
    {
        if (!arguments.TryGetValue(call.Node.Id, out var known))
            arguments[call.Node.Id] = known = FindArguments(call);
        return known;
    }

    private IReadOnlyList<CallArgument> FindArguments(KernelCall call)
    {
        var (node, input) = (call.Node, 0);
        return call.Kernel.Kernel.Parameters.Select(parameter => parameter.Kind switch
        {
            KernelParameterKind.Source or KernelParameterKind.Integers => Value(parameter.Kind, node.Inputs[input++]),
            KernelParameterKind.Entering => Value(parameter.Kind, node.Inputs[0]),
            KernelParameterKind.Target => Value(parameter.Kind, node.Id),
            KernelParameterKind.Companion => Value(parameter.Kind, program.Graph.CompanionOf(node)!.Id),
            KernelParameterKind.Scratch => new CallArgument(parameter.Kind, node, program.Plan.ScratchOf(node)!, program.Plan.ScratchOf(node)!.Offset),
            KernelParameterKind.RandomKey => new CallArgument(parameter.Kind, node, null, ((IRandomOperation)node.Operation).Stream),
            _ => new CallArgument(parameter.Kind, node, null, 0),
        }).ToArray();
    }

    private CallArgument Value(KernelParameterKind kind, int id)
    {
        var node = program.Graph[program.Graph.Base(id)];
        var storage = node.Operation is PreviousState ? null : program.Plan[node];
        return new CallArgument(kind, node, storage, storage?.Offset ?? 0);
    }

    /// <summary>Calls in order, those that repeat together.</summary>
    /// <param name="calls">Some calls of the program.</param>
    /// <param name="conditionOf">What has to hold for a call to be made.</param>
    /// <param name="output">A value that is not where the plan says; null where all are.</param>
    public IReadOnlyList<CallRun> Roll(IReadOnlyList<KernelCall> calls, Func<KernelCall, string?> conditionOf, Node? output)
    {
        var conditions = calls.Select(conditionOf).ToArray();
        return Repetitions.Find(calls.Count, Differences).Select(run => new CallRun(run.First.Select(i => calls[i]).ToArray(), run.Count, run.Count == 1
            ? Array.Empty<long[]>()
            : run.First.Select(i => Differences(i, i + run.Period)!).ToArray())).ToArray();

        long[]? Differences(int first, int second)
        {
            var (one, other) = (calls[first], calls[second]);
            if (!ReferenceEquals(one.Kernel, other.Kernel) || conditions[first] != conditions[second] || one.Node.Loop is not null || other.Node.Loop is not null
                || one.Node.Schedule.TakesIn || PreparedNumber(one) is null != PreparedNumber(other) is null || program.Graph.StepsOf(one.Node) != program.Graph.StepsOf(other.Node))
            {
                return null;
            }

            var (left, right) = (ArgumentsOf(one), ArgumentsOf(other));
            for (var i = 0; i < left.Count; i++)
            {
                if (!left[i].IsLike(right[i]) || (output is not null && (left[i].Node.Id == output.Id || right[i].Node.Id == output.Id)))
                    return null;
            }

            return left.Select((argument, i) => right[i].Number - argument.Number)
                .Append((PreparedNumber(other) ?? 0) - (PreparedNumber(one) ?? 0)).ToArray();
        }
    }
}

/// <summary>Calls that are made several times, with arguments that lie the same distance further each time.</summary>
/// <param name="Calls">Those of the first time.</param>
/// <param name="Count">How often; 1 for a call by itself.</param>
/// <param name="Distances">By what each argument of each call, and the number of prepared weights behind them, grows each time; empty where there is one time only.</param>
internal sealed record CallRun(IReadOnlyList<KernelCall> Calls, int Count, IReadOnlyList<long[]> Distances)
{
    public bool Repeats => Count > 1;

    /// <summary>The loop over steps that all of them are part of; null where they run once.</summary>
    public Loop? Loop => Calls.Count == 0 ? null : Calls[0].Node.Loop;
}
