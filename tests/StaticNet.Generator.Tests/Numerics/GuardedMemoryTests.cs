using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// No call touches memory beside a network's buffers, whatever other threads do meanwhile to what the caller gave: pages that nobody may
/// touch lie around every buffer.
/// </summary>
public sealed class GuardedMemoryTests
{
    public static TheoryData<string, string, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (var row in BehaviourNetworks.Rows)
            {
                rows.Add((string)row[0], (string)row[1], true);
                rows.Add((string)row[0], (string)row[1], false);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Trainings_stay_within_their_memory(string name, string tier, bool before)
    {
        TestTier.FindOrSkip(tier);
        using var memory = new GuardedMemory(before);
        var network = BehaviourNetworks.Create(name, tier);
        memory.Count.ShouldBeGreaterThan(2);
        foreach (var degree in new[] { 1, 3 })
        {
            network.DegreeOfParallelism = degree;
            var trainer = BehaviourNetworks.CreateTrainer(network, new Sgd(0), degreeOfParallelism: degree);
            var data = BehaviourNetworks.Data(name);
            var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
            BehaviourNetworks.Train(trainer, name, 6);
            network.Forward(data.Inputs, outputs, data.Count);
            network.Backward(data.OutputGradients, inputGradients);
            RunBesideHostileThread(data, () => trainer.Step(data.Inputs, data.Targets), rounds: 200);
            RunBesideHostileThread(data, () => trainer.Evaluate(data.Inputs, data.Targets), rounds: 100);
        }
    }

    /// <summary>Labels are rewritten while a step runs: it computes with labels that it has checked, or refuses.</summary>
    private static void RunBesideHostileThread(TrialData data, Action step, int rounds)
    {
        var labels = data.Targets.OfType<int[]>().ToArray();
        var original = labels.Select(array => (int[])array.Clone()).ToArray();
        var stop = false;
        var hostile = new Thread(() =>
        {
            var random = new Random(1);
            while (!Volatile.Read(ref stop))
            {
                var (array, i) = (labels[random.Next(labels.Length)], random.Next(2));
                array[i] = random.Next(4) switch { 0 => int.MinValue, 1 => 1 << 20, 2 => -1, _ => 0 };
                array[i] = 0;
            }
        });
        if (labels.Length > 0)
            hostile.Start();
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                try
                {
                    step();
                }
                catch (ArgumentOutOfRangeException refused)
                {
                    refused.Message.ShouldContain("Labels count from 0");
                }
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            if (labels.Length > 0)
                hostile.Join();
            foreach (var (array, copy) in labels.Zip(original))
                copy.CopyTo(array, 0);
        }
    }
}
