using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>One instance called from two threads, which is a mistake: one of them hears of it at once, none waits for good.</summary>
public sealed class BusyTests
{
    private static readonly Catalogue Networks = new([new NetworkCase("Busy", "[Input(300), Dense(400), ReLU, Dense(10), SoftmaxCrossEntropy]", 32)]);

    public static TheoryData<int, bool> Rows
    {
        get
        {
            var rows = new TheoryData<int, bool>();
            foreach (var degree in new[] { 1, 2, 3 })
            {
                rows.Add(degree, true);
                rows.Add(degree, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void One_of_two_threads_is_refused(int degree, bool trains)
    {
        var tier = TestTier.Tried[0];
        var network = Networks.Assembly.Create("Busy", tier);
        network.DegreeOfParallelism = degree;
        var trainer = network.CreateTrainer(new Sgd(0), 1, degree).ShouldNotBeNull();
        var data = TrialData.Draw(Networks.Assembly.Networks["Busy"].Interface, 32, 1);
        var refusals = new List<InvalidOperationException>();
        var calls = 0;
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            var outputs = BehaviourNetworks.Outputs(data);
            while (Volatile.Read(ref calls) >= 0)
            {
                try
                {
                    if (trains)
                        trainer.Step(data.Inputs, data.Targets);
                    else
                        network.Forward(data.Inputs, outputs, data.Count);
                    Interlocked.Increment(ref calls);
                }
                catch (InvalidOperationException refusal)
                {
                    lock (refusals)
                        refusals.Add(refusal);
                    Volatile.Write(ref calls, int.MinValue);
                }
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        refusals.ShouldAllBe(refusal => refusal.Message.StartsWith("Another thread is in a call on this instance"));
        refusals.Count.ShouldBeGreaterThan(0);

        // The instance is none the worse for it.
        trainer.Step(data.Inputs, data.Targets).ShouldBe(
            Networks.Assembly.Create("Busy", tier).CreateTrainer(new Sgd(0), 1, degree)!.Step(data.Inputs, data.Targets));
    }
}
