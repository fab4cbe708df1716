using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Batches divided among threads: what comes out, and in which bits.</summary>
public sealed class ParallelismTests
{
    private const int Capacity = 6;

    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    /// <summary>Networks with a tier and a degree of parallelism.</summary>
    public static TheoryData<string, string, int> Degrees
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (var @case in BehaviourNetworks.All.Cases)
            {
                foreach (var tier in TestTier.All)
                {
                    for (var degree = 2; degree <= 4; degree++)
                        rows.Add(@case.Name, tier.Name, degree);
                }
            }

            return rows;
        }
    }

    /// <summary>Networks of other tests that a division might hurt: masks, several losses and outputs, whole architectures.</summary>
    public static TheoryData<string, string> Divided
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var catalogue in new[] { "Dropout", "Losses", "Matrices", "Merges", "Poolings", "Scans" })
            {
                foreach (var @case in Catalogues.All[catalogue].Cases)
                    rows.Add(catalogue, @case.Name);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Degrees))]
    public void Every_count_and_degree_computes_what_the_graph_says(string name, string tier, int degree)
    {
        var assembly = BehaviourNetworks.All.Assembly;
        var references = new[] { Capacity, 1, 2, 3, 5 }.Select(count => Reference.Of(assembly.Networks[name], count)).ToArray();
        Trial.Run(assembly, name, TestTier.FindOrSkip(tier), degree, references).ShouldBeNone($"{name} in {tier}, {degree} threads");
    }

    [SkippableTheory]
    [MemberData(nameof(Divided))]
    public void Every_network_can_be_divided(string catalogue, string name)
    {
        var assembly = Catalogues.All[catalogue].Assembly;
        var capacity = assembly.Networks[name].Case.BatchCapacity;
        var references = new[] { capacity, capacity - 1 }.Select(count => Reference.Of(assembly.Networks[name], count)).ToArray();
        Trial.Run(assembly, name, TestTier.FindOrSkip("Vector256"), 2, references).ShouldBeNone(name);
    }

    /// <summary>
    /// Which also shows that masks are those of the whole batch, and that workers run in the tier under test. A tiny network
    /// computes a single sample by code of its own, whose sums are in another order.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Degrees))]
    public void A_slice_is_computed_as_it_would_be_alone(string name, string tier, int degree)
    {
        const int count = 5;
        var whole = BehaviourNetworks.Create(name, tier);
        whole.DegreeOfParallelism = degree;
        var data = BehaviourNetworks.Data(name, count);
        var together = Run(whole, data, training: false);
        var gradients = whole.Network.Gradients.ToArray();

        var sum = new float[gradients.Length];
        for (var slice = 0; slice < degree; slice++)
        {
            var (first, end) = (count * slice / degree, count * (slice + 1) / degree);
            var alone = BehaviourNetworks.Create(name, tier);
            var part = Take(data, first, end - first);
            var expected = Run(alone, part, training: false);
            for (var i = 0; i < expected.Length; i++)
            {
                var length = expected[i].Length / part.Count;
                ShouldBeSame(together[i].AsSpan(first * length, expected[i].Length).ToArray(), expected[i], part.Count == 1, $"samples {first} to {end - 1}");
            }

            for (var i = 0; i < sum.Length; i++)
                sum[i] += alone.Network.Gradients[i];
        }

        ShouldBeSame(gradients, sum, degree > 2, "gradients");

        static void ShouldBeSame(float[] actual, float[] expected, bool hasSingleSample, string what)
        {
            if (!hasSingleSample)
            {
                actual.ShouldBe(expected, what);
                return;
            }

            var bound = 1e-5f * expected.Max(MathF.Abs);
            for (var i = 0; i < expected.Length; i++)
                actual[i].ShouldBe(expected[i], bound, what);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Masks_are_those_of_one_thread(string name, string tier)
    {
        // What passes a mask, and nothing else, is zero in both or in neither.
        var data = BehaviourNetworks.Data(name, Capacity);
        var one = BehaviourNetworks.Create(name, tier);
        var several = BehaviourNetworks.Create(name, tier);
        several.DegreeOfParallelism = 4;
        for (var pass = 0; pass < 3; pass++)
        {
            var (expected, actual) = (Run(one, data, training: true), Run(several, data, training: true));
            several.RandomState.ShouldBe(one.RandomState);
            for (var i = 0; i < expected.Length; i++)
                actual[i].Select(value => value == 0).ShouldBe(expected[i].Select(value => value == 0));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Degrees))]
    public void A_training_has_the_same_bits_in_every_run(string name, string tier, int degree)
    {
        var first = Train(name, tier, degree);
        Train(name, tier, degree).ShouldBe(first);
        var one = Train(name, tier, 1);
        var size = one.Max(Math.Abs);
        first.Zip(one, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(size * 1e-3f, "rounding, over twenty steps");
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Degrees_may_change_between_any_two_calls(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name, Capacity);
        var network = BehaviourNetworks.Create(name, tier);
        var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
        network.DegreeOfParallelism = 3;
        network.Forward(data.Inputs, outputs, data.Count);
        network.DegreeOfParallelism = 1;
        network.Backward(data.OutputGradients, inputGradients);
        var gradients = network.Network.Gradients.ToArray();

        var other = BehaviourNetworks.Create(name, tier);
        other.DegreeOfParallelism = 3;
        Run(other, data, training: false);
        gradients.ShouldBe(other.Network.Gradients.ToArray());

        // One sample is one slice, after which Backward is of that alone.
        var single = Take(data, 0, 1);
        network.DegreeOfParallelism = 4;
        network.Forward(data.Inputs, outputs, data.Count);
        network.ForwardOne(single.Inputs, BehaviourNetworks.Outputs(single));
        network.Backward(single.OutputGradients, BehaviourNetworks.InputGradients(single));
        var alone = BehaviourNetworks.Create(name, tier);
        Run(alone, single, training: false);
        network.Network.Gradients.ToArray().ShouldBe(alone.Network.Gradients.ToArray());
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_step_on_several_threads_ends_what_forward_kept(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name, Capacity);
        var network = BehaviourNetworks.Create(name, tier);
        network.DegreeOfParallelism = 2;
        var trainer = BehaviourNetworks.CreateTrainer(network, new Sgd(0.1f), degreeOfParallelism: 3);
        foreach (var step in new Action[] { () => trainer.Step(data.Inputs, data.Targets), () => trainer.Evaluate(data.Inputs, data.Targets) })
        {
            network.Forward(data.Inputs, BehaviourNetworks.Outputs(data), data.Count);
            step();
            Should.Throw<InvalidOperationException>(() => network.Backward(data.OutputGradients, BehaviourNetworks.InputGradients(data)));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Callers_on_several_threads_do_not_meet(string name, string tier)
    {
        var expected = Train(name, tier, 2);
        var actual = new float[3][];
        var callers = actual.Select((_, i) => new Thread(() => actual[i] = Train(name, tier, 2))).ToArray();
        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();
        actual.ShouldAllBe(weights => weights.SequenceEqual(expected));
    }

    [SkippableFact]
    public void Degrees_are_checked_before_anything_changes()
    {
        var network = BehaviourNetworks.Create("Plain", "Scalar");
        network.DegreeOfParallelism.ShouldBe(1);
        var optimizer = new Sgd(0.1f);
        foreach (var degree in new[] { 0, -1, 1025, int.MinValue, int.MaxValue })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => network.DegreeOfParallelism = degree)
                .Message.ShouldContain($"must be from 1 to 1024, but is {degree}");
            Should.Throw<ArgumentOutOfRangeException>(() => network.CreateTrainer(optimizer, 0, degree));
        }

        network.DegreeOfParallelism.ShouldBe(1);
        optimizer.IsAttached.ShouldBeFalse();
        var trainer = BehaviourNetworks.CreateTrainer(network, optimizer, degreeOfParallelism: 1024).Trainer;
        Should.Throw<ArgumentOutOfRangeException>(() => trainer.DegreeOfParallelism = 0);
        trainer.DegreeOfParallelism.ShouldBe(1024);
    }

    private static float[][] Run(IDrivenNetwork network, TrialData data, bool training)
    {
        var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
        network.Training = training;
        network.Forward(data.Inputs, outputs, data.Count);
        network.Backward(data.OutputGradients, inputGradients);
        return [.. outputs, .. inputGradients];
    }

    private static float[] Train(string name, string tier, int degree)
    {
        var network = BehaviourNetworks.Create(name, tier);
        var trainer = BehaviourNetworks.CreateTrainer(network, new Sgd(0.05f, momentum: 0.9f), degreeOfParallelism: degree);
        BehaviourNetworks.Train(trainer, name, 20);
        return network.Network.Parameters.ToArray();
    }

    private static TrialData Take(TrialData data, int first, int count)
    {
        float[][] Cut(float[][] arrays) =>
            [.. arrays.Select(array => array.AsSpan(array.Length / data.Count * first, array.Length / data.Count * count).ToArray())];
        return data with { Count = count, Inputs = Cut(data.Inputs), OutputGradients = Cut(data.OutputGradients) };
    }
}
