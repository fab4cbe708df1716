using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>Which buffer a value lies in.</summary>
internal enum StorageKind
{
    /// <summary>The instance's arena.</summary>
    Workspace,

    /// <summary>The flat buffer of weights.</summary>
    Parameters,

    /// <summary>The flat buffer of their gradients.</summary>
    Gradients,

    /// <summary>Weights in a kernel's own form, kept from call to call.</summary>
    Prepared,

    /// <summary>The flat buffer of states.</summary>
    States,

    /// <summary>Integers that kernels index by: checked copies of the caller's.</summary>
    Integers,
}

/// <summary>Where a value begins, in elements.</summary>
/// <param name="Kind">In which buffer.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Arena">Of a workspace of several arenas, which.</param>
internal sealed record Storage(StorageKind Kind, int Offset, int Arena = 0);

/// <summary>
/// Places every value of a graph. Batched values and other intermediate results go to the arena, where a value takes the
/// place of others that nobody reads any more (best fit over lifetimes); parameters and their gradients have their own
/// buffers. Every offset is a multiple of 16 floats, so that vectors start on cache lines (that of an image in a border may be one less its
/// border, so that its rows do), and every value is padded to one, so that flat loops may run over its end.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Alignment = 16;

    private readonly Graph.Graph graph;
    private readonly int batchCapacity;
    private readonly IReadOnlyList<int> parameterOffsets;
    private readonly IReadOnlyList<int> stateOffsets;
    private readonly Func<Node, bool> isPrepared;
    private readonly Storage?[] storages;
    private readonly ArenaPlan arenas;
    private readonly long arenaLength;

    /// <summary>The blocks in which values lie, and how far from their beginning.</summary>
    private readonly (ArenaBlock Block, int Start)?[] blocks;
    private readonly ArenaBlock?[] scratch;
    private readonly int[] lastUse;

    /// <summary>Values of loops that are kept of every step: how many steps there are.</summary>
    private readonly Dictionary<int, int> keptSteps = new();

    /// <summary>What backward does not read, but stays until the caller has read the outputs.</summary>
    private readonly HashSet<int> forCaller = new();

    private MemoryPlan(
        Graph.Graph graph, int batchCapacity, IReadOnlyList<int> parameterOffsets, IReadOnlyList<int> stateOffsets, Func<Node, bool> isPrepared,
        long arenaLength)
    {
        arenas = new ArenaPlan(arenaLength);
        this.arenaLength = arenaLength;
        this.isPrepared = isPrepared;
        this.graph = graph;
        this.batchCapacity = batchCapacity;
        this.parameterOffsets = parameterOffsets;
        this.stateOffsets = stateOffsets;
        storages = new Storage?[graph.Nodes.Count];
        blocks = new (ArenaBlock, int)?[graph.Nodes.Count];
        scratch = new ArenaBlock?[graph.Nodes.Count];
        foreach (var node in graph.Nodes.Where(node => node.Operation is Collect or NextState))
        {
            if (graph[graph.Base(node.Id)] is { Loop: { } loop } kept)
                keptSteps[kept.Id] = loop.Steps;
        }

        lastUse = FindLastUses();
    }

    /// <summary>Floats of each arena that the graph needs.</summary>
    public IReadOnlyList<long> ArenaLengths { get; private set; } = Array.Empty<long>();

    /// <summary>Floats of the largest value or scratch memory: more than an arena has cannot be allocated.</summary>
    public long LargestBlock => arenas.LargestBlock;

    /// <summary>Floats of prepared weights.</summary>
    public long PreparedLength { get; private set; }

    /// <param name="graph">A graph with layouts.</param>
    /// <param name="batchCapacity">Samples that batched values have room for.</param>
    /// <param name="parameterOffsets">Where each parameter begins in its buffer.</param>
    /// <param name="stateOffsets">Where each state begins in its buffer.</param>
    /// <param name="isPrepared">Which nodes depend on weights alone and are kept from call to call.</param>
    /// <param name="lower">The kernel of a node, for its scratch memory.</param>
    /// <param name="arenaLength">Floats that an arena can hold, a multiple of sixteen.</param>
    public static MemoryPlan Create(
        Graph.Graph graph, int batchCapacity, IReadOnlyList<int> parameterOffsets, IReadOnlyList<int> stateOffsets, Func<Node, bool> isPrepared,
        Func<Node, Kernel> lower, long arenaLength = SizeLimits.ArenaElements)
    {
        var plan = new MemoryPlan(graph, batchCapacity, parameterOffsets, stateOffsets, isPrepared, arenaLength);
        plan.PlaceRoots();
        plan.PlaceAll(lower);
        plan.PlaceBlocks();
        return plan;
    }

    public Storage this[Node node] => storages[graph.Base(node.Id)]!;

    /// <summary>Whether a value of a loop has a place for every step.</summary>
    public bool HasAllSteps(Node node) => node.Type.Steps > 1 || keptSteps.ContainsKey(node.Id);

    /// <summary>Scratch memory of a node's kernel; null where it needs none.</summary>
    public Storage? ScratchOf(Node node) => scratch[node.Id] is { } block ? StorageOf(block, 0) : null;

    private int[] FindLastUses()
    {
        var last = Enumerable.Range(0, graph.Nodes.Count).ToArray();
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                last[graph.Base(input)] = Math.Max(last[graph.Base(input)], node.Id);
        }

        // What a loop reads is read by its last step as well, and what it keeps of each step is there from the first.
        foreach (var loop in graph.Nodes.Where(node => node.Loop is not null).GroupBy(node => node.Loop!))
        {
            var end = loop.Last().Id;
            foreach (var id in loop.SelectMany(node => node.Inputs).Select(graph.Base).Where(id => graph[id].Loop != loop.Key)
                .Concat(loop.Select(node => node.Id).Where(keptSteps.ContainsKey)))
            {
                last[id] = Math.Max(last[id], end);
            }
        }

        // Roots stay to the end, but outputs only until the caller has read them, which is before Backward begins.
        var lastForward = graph.Nodes.Where(node => node.Origin.Phase != Phase.Backward).Select(node => node.Id).DefaultIfEmpty(0).Max();
        foreach (var root in graph.Roots)
        {
            var id = graph.Base(root.Node);
            if (root.Kind == RootKind.Output && last[id] > lastForward)
                continue;
            if (root.Kind == RootKind.Output)
                forCaller.Add(id);
            last[id] = graph.Nodes.Count;
        }

        // An only output is returned where it lies, and may be given as one of the inputs: it must not lie where another is copied to.
        var inputs = graph.Nodes.Where(node => node.Operation is NetworkInput).Select(node => node.Id).ToArray();
        if (inputs.Length > 1 && graph.Roots.Count(root => root.Kind == RootKind.Output) == 1)
        {
            foreach (var input in inputs.Where(input => last[input] <= lastForward))
            {
                forCaller.Add(input);
                last[input] = graph.Nodes.Count;
            }
        }

        return last;
    }

    /// <summary>
    /// Gradients of parameters are made where they belong, of which only one of several equal ones can be; what states become is
    /// copied there in the end.
    /// </summary>
    private void PlaceRoots()
    {
        foreach (var root in graph.Roots)
        {
            var id = graph.Base(root.Node);
            if (graph[id].Operation.IsLeaf || storages[id] is not null)
                continue;
            if (root.Kind == RootKind.ParameterGradient)
                storages[id] = new Storage(StorageKind.Gradients, parameterOffsets[root.Index]);
            else if (root.Kind == RootKind.StateUpdate)
                storages[id] = new Storage(StorageKind.States, stateOffsets[root.Index]);
        }

        // What is added to where it lies has the place of the sum.
        foreach (var node in graph.Nodes.Reverse().Where(node => node.Operation.AddsTo >= 0))
            storages[graph.Base(node.Inputs[node.Operation.AddsTo])] = storages[node.Id];
    }

    private void PlaceAll(Func<Node, Kernel> lower)
    {
        var firstBackward = graph.Nodes.Where(node => node.Origin.Phase == Phase.Backward && node.Operation is not OutputGradient)
            .Select(node => node.Id).DefaultIfEmpty(graph.Nodes.Count).First();

        // What comes from outside is written before anything runs; gradients of outputs, before backward does.
        foreach (var node in graph.Nodes)
        {
            if (node.Operation.IsLeaf && node.Operation is not (OutputGradient or PreviousState))
                PlaceLeaf(node);
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Id == firstBackward)
            {
                foreach (var value in forCaller)
                {
                    if (blocks[value] is { } place)
                        arenas.Free(place.Block);
                }

                foreach (var seed in graph.Nodes.Where(n => n.Operation is OutputGradient))
                    PlaceLeaf(seed);
            }

            if (node.Loop is not null && (node.Id == 0 || graph[node.Id - 1].Loop != node.Loop))
            {
                foreach (var kept in graph.Nodes.Where(kept => kept.Loop == node.Loop && keptSteps.ContainsKey(kept.Id)))
                    blocks[kept.Id] = (arenas.Allocate(PaddedLength(kept)), 0);
            }

            if (node.Id > 0 && graph[node.Id - 1].Loop is { } left && left != node.Loop)
                ReleaseAfter(left, node.Id - 1);
            if (node.Schedule.IsMadeByInput)
                Release(node.Id);
            if (node.Operation.IsLeaf || node.Operation.IsAlias || node.Schedule.IsMadeByInput)
                continue;
            var kernel = lower(node);
            if (isPrepared(node))
                storages[node.Id] ??= AllocatePrepared(node);
            if (storages[node.Id] is null && blocks[node.Id] is null)
            {
                // A sum that is to go on where it lies would go on with whatever is there, were it another place.
                var place = TakeOver(node);
                if (place is null && node.Operation.AddsTo >= 0)
                    throw new InvalidOperationException($"%{node.Id} {node.Operation.Describe()} does not lie where it adds to");
                blocks[node.Id] = place ?? (arenas.Allocate(PaddedLength(node)), 0);
            }

            if (graph.CompanionOf(node) is { } companion)
                blocks[companion.Id] = (arenas.Allocate(PaddedLength(companion)), 0);
            if (kernel.ScratchLength > 0)
                arenas.Free(scratch[node.Id] = arenas.Allocate(Round(kernel.ScratchLength)));

            Release(node.Id);
        }

        foreach (var seed in graph.Nodes.Where(n => n.Operation is OutputGradient && blocks[n.Id] is null))
            PlaceLeaf(seed);
    }

    private void PlaceBlocks()
    {
        ArenaLengths = arenas.Place();
        for (var id = 0; id < blocks.Length; id++)
        {
            if (blocks[id] is { } place)
                storages[id] = StorageOf(place.Block, place.Start);
        }
    }

    /// <summary>A plan that does not fit is reported by its largest block; its offsets are never used.</summary>
    private Storage StorageOf(ArenaBlock block, int start) => block.Size > arenaLength
        ? new Storage(StorageKind.Workspace, 0)
        : new Storage(StorageKind.Workspace, (int)(block.Offset % arenaLength) + start, (int)(block.Offset / arenaLength));

    private void PlaceLeaf(Node node)
    {
        storages[node.Id] = StorageOfLeaf(node);
        if (storages[node.Id] is null)
            blocks[node.Id] = AllocateOnLines(node);
    }

    private Storage? StorageOfLeaf(Node node) => node.Operation switch
    {
        NetworkParameter parameter => new Storage(StorageKind.Parameters, parameterOffsets[parameter.Index]),
        NetworkState state => new Storage(StorageKind.States, stateOffsets[state.Index]),
        NetworkInput { Element: ElementType.Int32 } input => new Storage(StorageKind.Integers, input.Index),
        Target { Element: ElementType.Int32 } target => new Storage(StorageKind.Integers, target.Index),
        _ => null,
    };

    /// <summary>A value whose first row begins on a cache line, with the others if rows are whole lines; the border before it need not.</summary>
    private (ArenaBlock Block, int Start) AllocateOnLines(Node node)
    {
        var start = node.AssignedLayout.Start % Alignment;
        return start == 0 || !IsOnLines(node.AssignedLayout)
            ? (arenas.Allocate(PaddedLength(node)), 0)
            : (arenas.Allocate(PaddedLength(node) + Alignment), Alignment - start);
    }

    private static bool IsOnLines(Layout layout) => !layout.Border.IsEmpty && layout.Strides()[1] % Alignment == 0;

    /// <summary>The place of an input that dies here, for an operation that may run in place.</summary>
    private (ArenaBlock Block, int Start)? TakeOver(Node node)
    {
        if (!node.Operation.MayRunInPlace(graph.SignatureOf(node, batchCapacity)))
            return null;
        foreach (var input in node.Inputs)
        {
            var id = graph.Base(input);
            if (graph[input].Type == node.Type && lastUse[id] == node.Id && blocks[id] is { } place
                && graph[id].Operation is not NetworkInput)
            {
                lastUse[id] = -1;
                return place;
            }
        }

        return null;
    }

    /// <summary>Frees the inputs that nobody reads after <paramref name="id"/>, and the result if nobody reads it at all.</summary>
    private void Release(int id)
    {
        foreach (var value in graph[id].Inputs.Select(graph.Base).Concat(new[] { id }).Distinct())
        {
            if (lastUse[value] == id && blocks[value] is { } place)
                arenas.Free(place.Block);
        }
    }

    /// <summary>Frees what a loop read last, all steps of it.</summary>
    private void ReleaseAfter(Loop loop, int end)
    {
        foreach (var value in graph.Nodes.Where(node => node.Loop == loop).SelectMany(node => node.Inputs.Select(graph.Base).Append(node.Id)).Distinct())
        {
            if (lastUse[value] == end && blocks[value] is { } place)
                arenas.Free(place.Block);
        }
    }

    private Storage AllocatePrepared(Node node)
    {
        var offset = PreparedLength;
        PreparedLength += PaddedLength(node);
        return new Storage(StorageKind.Prepared, offset > SizeLimits.Elements ? 0 : (int)offset);
    }

    private long PaddedLength(Node node)
    {
        var layout = node.AssignedLayout;
        long samples = !node.Type.Batched ? 1 : layout.InBlocks ? Layout.RoundToBlocks(batchCapacity) : batchCapacity;
        long steps = (node.Type.Batched ? node.Type.Steps : 1) * (keptSteps.TryGetValue(node.Id, out var kept) ? kept : 1);
        return Round((layout.Border.IsEmpty ? node.Shape.LongLength : layout.Length) * samples * steps);
    }

    private static long Round(long elements) => (elements + Alignment - 1) / Alignment * Alignment;
}
