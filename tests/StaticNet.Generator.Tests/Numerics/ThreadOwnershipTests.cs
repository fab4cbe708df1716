using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Runtime;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// What the threads of a network cost: no memory a call, and nothing after the network is gone. Alone in the process, because
/// only the memory that all threads together allocate can be asked for.
/// </summary>
[Collection(nameof(ThreadOwnershipTests))]
[CollectionDefinition(nameof(ThreadOwnershipTests), DisableParallelization = true)]
public sealed class ThreadOwnershipTests
{
    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Nothing_is_allocated_on_any_thread(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name);
        var network = BehaviourNetworks.Create(name, tier);
        network.DegreeOfParallelism = 3;
        var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
        var trainer = BehaviourNetworks.CreateTrainer(network, new Adam(), degreeOfParallelism: 3);
        trainer.Trainer.ClipNorm = 1;
        Allocated(0).ShouldBe(0);

        // Long enough for the workers to fall asleep, mostly: nothing is allocated whether they do or not.
        Allocated(5).ShouldBe(0);

        // What the process does beside the test is in the sum, too, but not in every round.
        long Allocated(int pause)
        {
            var least = long.MaxValue;
            for (var round = 0; round < 200 && least > 0; round++)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                for (var i = 0; i < 3; i++)
                {
                    network.Forward(data.Inputs, outputs, data.Count);
                    network.Backward(data.OutputGradients, inputGradients);
                    Thread.Sleep(pause);
                    trainer.Step(data.Inputs, data.Targets);
                    trainer.Evaluate(data.Inputs, data.Targets);
                }

                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            return least;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_network_that_nobody_has_is_collected_and_its_threads_end(string name, string tier)
    {
        var (network, workers) = RunAndForget(name, tier);
        workers.Length.ShouldBe(2);

        // A worker is held by its thread, and by nobody else any more.
        Patience.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return workers.Append(network).All(reference => !reference.IsAlive);
            },
            "the network and its workers are collected");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Network, WeakReference[] Workers) RunAndForget(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name);
        var network = BehaviourNetworks.Create(name, tier);
        var trainer = BehaviourNetworks.CreateTrainer(network, new Sgd(0.1f), degreeOfParallelism: 3);
        trainer.Step(data.Inputs, data.Targets);
        return (new WeakReference(network.Network), [.. Workers(network.Network).Select(worker => new WeakReference(worker))]);
    }

    private static object[] Workers(INetwork network)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var programs = network.GetType().GetField(GeneratedNames.Field, all)!.GetValue(network)!;
        var team = ((NetworkInstance)programs).Team!;
        return [.. ((IEnumerable)team.GetType().GetField("workers", all)!.GetValue(team)!).Cast<object>()];
    }
}
