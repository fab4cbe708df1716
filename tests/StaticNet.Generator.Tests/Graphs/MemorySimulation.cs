using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Programs;

namespace StaticNet.Generator.Tests.Graphs;

/// <summary>The buffers of a program, arenas one after another, with, at every sixteenth float, the value that was written there last.</summary>
internal sealed class MemorySimulation
{
    /// <summary>The arena's granularity.</summary>
    private const int Line = 16;

    private readonly CompiledProgram program;
    private readonly int batchCapacity;
    private readonly string where;
    private readonly int?[] arena;
    private readonly int[] starts;
    private readonly Dictionary<int, int> gradients = [];

    public MemorySimulation(CompiledProgram program, int batchCapacity, IReadOnlyList<int> arenaLengths, string where)
    {
        this.program = program;
        this.batchCapacity = batchCapacity;
        this.where = where;
        arenaLengths.ShouldAllBe(length => length % Line == 0, where);
        arena = new int?[arenaLengths.Sum() / Line];
        starts = [.. arenaLengths.Select((_, i) => arenaLengths.Take(i).Sum())];
    }

    /// <summary>What comes from outside: gradients of outputs before Backward, everything else before anything.</summary>
    public void WriteLeaves(bool beforeBackward)
    {
        foreach (var leaf in program.Graph.Nodes.Where(node => node.Operation.IsLeaf && node.Operation is not PreviousState && node.Operation is OutputGradient == beforeBackward))
            Write(leaf, program.Plan[leaf]);
    }

    public void Run(IEnumerable<KernelCall> calls)
    {
        // A loop may read in its second step what its first left.
        KernelCall[] all = [.. calls];
        for (var i = 0; i < all.Length;)
        {
            var loop = all[i].Node.Loop;
            KernelCall[] body = [.. all.Skip(i).TakeWhile(call => call.Node.Loop == loop)];
            for (var step = 0; step < (loop is null ? 1 : 2); step++)
            {
                foreach (var call in body)
                    Run(call);
            }

            i += body.Length;
        }
    }

    public void ReadRoots(RootKind kind)
    {
        foreach (var root in program.Graph.Roots.Where(root => root.Kind == kind))
            Read(program.Graph[root.Node], $"{kind} {root.Index}");
    }

    private static int Lines(int offset, int length) => (offset + length + Line - 1) / Line;

    /// <summary>Where a value begins, counted over all arenas.</summary>
    private int Place(Storage storage) => starts[storage.Arena] + storage.Offset;

    private void Run(KernelCall call)
    {
        foreach (var input in call.Node.Inputs)
            Read(program.Graph[input], call.Kernel.Name);

        // What a kernel makes beside its own value is written while it reads and while it uses scratch memory.
        var besides = program.Graph.Nodes.Where(node => node.Schedule.IsMadeByInput && node.Inputs[0] == call.Node.Id).ToArray();
        foreach (var beside in besides)
            Write(beside, program.Plan[beside]);
        if (program.Plan.ScratchOf(call.Node) is { } scratch)
        {
            for (var line = Place(scratch) / Line; line < Lines(Place(scratch), call.Kernel.Kernel.ScratchLength); line++)
                arena[line] = null;
        }

        // Scratch memory is written while operands are read.
        foreach (var input in call.Node.Inputs)
            Read(program.Graph[input], call.Kernel.Name + " beside its scratch memory");
        Write(call.Node, program.Plan[call.Node]);
        foreach (var beside in besides)
            Read(beside, call.Kernel.Name + " as it leaves");
    }

    private int Base(Node node)
    {
        while (node.Operation.IsAlias)
            node = program.Graph[node.Inputs[0]];
        return node.Id;
    }

    private int LengthOf(Node node)
    {
        var samples = !node.Type.Batched ? 1 : node.AssignedLayout.InBlocks ? (batchCapacity + 15) / 16 * 16 : batchCapacity;
        return node.AssignedLayout.Length * samples * node.Type.Steps * (program.Plan.HasAllSteps(node) ? node.Loop?.Steps ?? 1 : 1);
    }

    private void Write(Node node, Storage storage)
    {
        (storage.Kind == StorageKind.Parameters).ShouldBe(node.Operation is NetworkParameter, $"%{node.Id} writes parameters in {where}");
        if (storage.Kind == StorageKind.Gradients)
            gradients[storage.Offset] = node.Id;
        if (storage.Kind != StorageKind.Workspace)
            return;
        ((storage.Offset + (storage.Offset % Line == 0 ? 0 : node.AssignedLayout.Start)) % Line).ShouldBe(0, where);
        Lines(Place(storage), LengthOf(node)).ShouldBeLessThanOrEqualTo(arena.Length, $"%{node.Id} in {where}");
        for (var line = Place(storage) / Line; line < Lines(Place(storage), LengthOf(node)); line++)
            arena[line] = node.Id;
    }

    private void Read(Node node, string reader)
    {
        var id = Base(node);
        if (program.Graph[id].Operation is PreviousState)
            return;
        var storage = program.Plan[node];
        var message = $"{reader} reads %{id} in {where}:\n{GraphPrinter.Print(program.Graph)}";
        if (storage.Kind == StorageKind.Gradients)
            gradients.GetValueOrDefault(storage.Offset, -1).ShouldBe(id, message);
        if (storage.Kind != StorageKind.Workspace)
            return;
        for (var line = Place(storage) / Line; line < Lines(Place(storage), LengthOf(node)); line++)
            arena[line].ShouldBe(id, message);
    }
}
