using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Programs.StraightLine;

namespace StaticNet.Generator.Programs;

/// <summary>A kernel with the name of its method.</summary>
/// <param name="Name">Unique within the network.</param>
/// <param name="Kernel">What it does.</param>
/// <param name="Origin">The layer that needed it first.</param>
/// <param name="Purpose">What it is for, in words: <c>backward: gradient of the weights</c>.</param>
/// <param name="Types">Its operands and its result: <c>(N, 400), (120, 400) -> (N, 120)</c>.</param>
/// <param name="Users">All layers that call it.</param>
internal sealed record NamedKernel(string Name, Kernel Kernel, Origin Origin, string Purpose, string Types, List<string> Users);

/// <summary>One call of a kernel.</summary>
internal sealed record KernelCall(Node Node, NamedKernel Kernel);

/// <summary>A graph that is placed in memory and lowered: what one entry of the generated class runs.</summary>
/// <param name="Graph">With layouts.</param>
/// <param name="Plan">Where its values lie.</param>
/// <param name="Calls">Its kernels in execution order.</param>
internal sealed record CompiledProgram(Graph.Graph Graph, MemoryPlan Plan, IReadOnlyList<KernelCall> Calls)
{
    /// <summary>Calls whose results only gradients of inputs need.</summary>
    public HashSet<int> OnlyForInputGradients { get; init; } = new();

    /// <summary>Calls whose results only gradients of parameters need.</summary>
    public HashSet<int> OnlyForParameterGradients { get; init; } = new();

    /// <summary>Whether its forward pass draws random numbers.</summary>
    public bool DrawsForward => Calls.Any(call => call.Node.Operation is IRandomOperation && call.Node.Origin.Phase == Phase.Forward);

    /// <summary>Whether what follows its forward pass repeats random numbers.</summary>
    public bool DrawsBackward => Calls.Any(call => call.Node.Operation is IRandomOperation && call.Node.Origin.Phase != Phase.Forward);

    /// <summary>Whether it computes means over the batch, of which it may run a slice.</summary>
    public bool TakesBatchSize => Graph.Nodes.Any(node => node.Operation is InverseBatchSize);

    /// <summary>
    /// Whether it sees the samples of a batch together: what it computes of one depends on the others, or states change by all of them.
    /// </summary>
    public bool CouplesSamples => Graph.Roots.Any(root => root.Kind == RootKind.StateUpdate)
        || Graph.Nodes.Any(node => node.Operation.CouplesSamples && node.Origin.Phase == Phase.Forward);

    /// <summary>Whether it takes a seed and a step for random numbers.</summary>
    public bool Draws => DrawsForward || DrawsBackward;

    /// <summary>Inputs of the network that kernels take in from the caller's memory (<see cref="Schedule.TakesIn"/>), in their order.</summary>
    public IReadOnlyList<Node> EnteringInputs => Calls.Select(call => call.Node).Where(node => node.Schedule.TakesIn)
        .Select(node => Graph[Graph.Base(node.Inputs[0])]).OrderBy(input => ((NetworkInput)input.Operation).Index).ToArray();

    /// <summary>
    /// The only output, where the last kernel may write it to the caller's memory instead of the arena: nobody else reads it, and
    /// the kernel writes what belongs to it and nothing behind.
    /// </summary>
    public Node? DirectOutput
    {
        get
        {
            var outputs = Graph.Roots.Where(root => root.Kind == RootKind.Output).ToArray();
            if (outputs.Length != 1 || Graph.Roots.Count(root => root.Node == outputs[0].Node) != 1)
                return null;
            var node = Graph[outputs[0].Node];
            return node.Operation is ChangeLayout or Ops.Contraction && node.Origin.Phase == Phase.Forward && Plan[node].Kind == StorageKind.Workspace
                && Graph.Nodes.All(reader => !reader.Inputs.Contains(node.Id))
                    ? node
                    : null;
        }
    }
}

/// <summary>Where a parameter or a state lies in its flat buffer.</summary>
internal sealed record PlacedParameter(Parameter Parameter, int Offset, Layout Layout);

/// <summary>Everything that is emitted for a network.</summary>
/// <param name="Spec">The declaration.</param>
/// <param name="Forward">The forward graph as declared, for the summary.</param>
/// <param name="Parameters">In declaration order.</param>
/// <param name="Inference">Forward and Backward without dropout.</param>
/// <param name="Training">Forward and Backward with dropout; null where there is none.</param>
/// <param name="Step">Forward, loss and gradients; null without a loss.</param>
/// <param name="Evaluate">The loss without dropout; null without a loss.</param>
/// <param name="Kernels">Every kernel once, layer by layer.</param>
/// <param name="ArenaLengths">Floats of each arena: the most that a program needs of it.</param>
internal sealed record CompiledNetwork(
    NetworkSpec Spec,
    Graph.Graph Forward,
    IReadOnlyList<PlacedParameter> Parameters,
    CompiledProgram Inference,
    CompiledProgram? Training,
    CompiledProgram? Step,
    CompiledProgram? Evaluate,
    IReadOnlyList<NamedKernel> Kernels,
    IReadOnlyList<int> ArenaLengths)
{
    /// <summary>Floats of all arenas.</summary>
    public int WorkspaceLength => ArenaLengths.Sum();

    /// <summary>Whether there is a backward pass, and gradients.</summary>
    public bool HasBackward => Spec.Purpose != Purpose.Inference;

    /// <summary>What is kept and saved but not trained, in declaration order; offsets are within a buffer of their own.</summary>
    public IReadOnlyList<PlacedParameter> States { get; init; } = Array.Empty<PlacedParameter>();

    public int StateCount => States.Sum(state => state.Parameter.Shape.Length);

    /// <summary>Floats of weights that are kept in a kernel's own form.</summary>
    public int PreparedLength => (int)Inference.Plan.PreparedLength;

    /// <summary>How many tensors of them there are.</summary>
    public int PreparedCount => Inference.Calls.Count(call => Inference.Plan[call.Node].Kind == StorageKind.Prepared);

    /// <summary>
    /// Forward and Backward without dropout for batches that fill vectors with samples (<see cref="Layout.BlockSamples"/> at the
    /// least); null where that is not faster.
    /// </summary>
    public CompiledProgram? Batch { get; init; }

    /// <summary>
    /// Whether Forward writes its only output straight to the caller; else outputs are copied. With dropout, what runs depends on more
    /// than the count of samples.
    /// </summary>
    public bool HasDirectOutput => Training is null && Inference.DirectOutput is not null && (Batch is null || Batch.DirectOutput is not null);

    /// <summary>Whether Forward draws random numbers: while <c>Training</c>, or always.</summary>
    public bool DrawsForward => DrawsAtInference || Training is { DrawsForward: true };

    /// <summary>Whether Forward draws random numbers in inference as well.</summary>
    public bool DrawsAtInference => Inference.DrawsForward;

    /// <summary>Whether Forward computes means over the batch.</summary>
    public bool TakesBatchSize => new[] { Inference, Batch, Training }.Any(program => program is { TakesBatchSize: true });

    /// <summary>Whether anything draws random numbers, whose elements count from the batch's first sample.</summary>
    public bool Draws => DrawsForward || Step is { Draws: true } || Evaluate is { Draws: true };

    /// <summary>Forward in inference for one sample, where the network is tiny.</summary>
    public StraightLineForward? StraightLine { get; init; }

    /// <summary>One step of a sequence at inference, where its inputs and outputs end with states; null where there is none.</summary>
    public CompiledProgram? Stream { get; init; }

    /// <summary>The same as straight-line code, where it is tiny.</summary>
    public StraightLineForward? StraightStream { get; init; }

    /// <summary>Whether a program exists as straight-line code as well.</summary>
    public bool IsStraight(CompiledProgram program) =>
        (StraightLine is not null && ReferenceEquals(program, Inference)) || (StraightStream is not null && ReferenceEquals(program, Stream));

    /// <summary>States of <see cref="Stream"/>.</summary>
    public IReadOnlyList<Port> StreamStates => Stream?.Graph.Interface.Inputs.Skip(Forward.Interface.Inputs.Count).ToArray() ?? Array.Empty<Port>();

    public int ParameterCount => Parameters.Sum(parameter => parameter.Parameter.Shape.Length);
}
