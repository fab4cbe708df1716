namespace StaticNet.Generator.Tests.Numerics;

/// <summary>After construction, nothing is allocated: not one byte, in an instance's first call as in any other.</summary>
public sealed class AllocationTests
{
    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Forward_and_backward_allocate_nothing(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name);
        var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
        foreach (var training in new[] { false, true })
        {
            Allocated(() =>
            {
                var network = BehaviourNetworks.Create(name, tier);
                network.Training = training;
                return () =>
                {
                    network.Forward(data.Inputs, outputs, data.Count);
                    network.Backward(data.OutputGradients, inputGradients);
                };
            }).ShouldBe(0);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Steps_allocate_nothing(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name);
        foreach (var create in new Func<Optimizer>[] { () => new Sgd(0.1f, momentum: 0.9f), () => new Adam() })
        {
            Allocated(() =>
            {
                var trainer = BehaviourNetworks.CreateTrainer(BehaviourNetworks.Create(name, tier), create());
                trainer.Trainer.ClipNorm = 1;
                return () =>
                {
                    trainer.Step(data.Inputs, data.Targets);
                    trainer.Evaluate(data.Inputs, data.Targets);
                };
            }).ShouldBe(0);
        }
    }

    /// <summary>The bytes of a new instance's first run. Another instance runs before it: types are loaded once a process.</summary>
    private static long Allocated(Func<Action> create)
    {
        create()();
        var run = create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
