using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Tests.Numerics;

namespace StaticNet.Generator.Tests.Graphs;

/// <summary>No value is overwritten before its last reader: every program is run over its plan with names instead of numbers.</summary>
public sealed class MemoryPlanTests
{
    public static TheoryData<string, string> Rows => Catalogues.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_read_finds_what_was_written(string catalogue, string name)
    {
        var network = Catalogues.Find(catalogue, name).Compiled;
        foreach (var (program, label) in new[]
        {
            (network.Inference, "Inference"), (network.Training, "Training"), (network.Step, "Step"), (network.Evaluate, "Evaluate"),
            (network.Batch, "Batch"),
        })
        {
            if (program is null)
                continue;
            Run(program, network, $"{label} of {name}", []);
            Run(program, network, $"{label} of {name} without gradients of inputs", program.OnlyForInputGradients);
            if (label is not ("Step" or "Evaluate"))
                Run(program, network, $"{label} of {name} without gradients of parameters", program.OnlyForParameterGradients);
        }
    }

    private static void Run(CompiledProgram program, CompiledNetwork network, string where, HashSet<int> skipped)
    {
        var memory = new MemorySimulation(program, network.Spec.BatchCapacity, network.ArenaLengths, where);
        var calls = program.Calls.Where(call => !skipped.Contains(call.Node.Id)).ToArray();
        memory.WriteLeaves(beforeBackward: false);

        // A step runs without a break; Forward returns to its caller, who reads the outputs and brings their gradients.
        if (program == network.Inference || program == network.Training || program == network.Batch)
        {
            memory.Run(calls.Where(call => call.Node.Origin.Phase == Phase.Forward));
            memory.ReadRoots(RootKind.Output);
            memory.WriteLeaves(beforeBackward: true);
            memory.Run(calls.Where(call => call.Node.Origin.Phase != Phase.Forward));
        }
        else
        {
            memory.Run(calls);
        }

        memory.ReadRoots(RootKind.Loss);
        if (skipped != program.OnlyForParameterGradients)
            memory.ReadRoots(RootKind.ParameterGradient);
        if (skipped != program.OnlyForInputGradients)
            memory.ReadRoots(RootKind.InputGradient);
    }
}
