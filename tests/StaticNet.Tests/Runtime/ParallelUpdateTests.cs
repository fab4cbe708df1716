using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Updates with the parameters divided among threads: the same bits as on one.</summary>
public sealed class ParallelUpdateTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            foreach (string optimizer in Optimizers.Keys)
            {
                foreach (int length in new[] { 1, 16_383, 16_384, 50_003 })
                {
                    foreach (int degree in new[] { 2, 3, 7 })
                        rows.Add(optimizer, length, degree);
                }
            }

            return rows;
        }
    }

    private static Dictionary<string, Func<Optimizer>> Optimizers { get; } = new()
    {
        ["SGD"] = () => new Sgd(0.1f, weightDecay: 0.01f),
        ["Momentum"] = () => new Sgd(0.1f, momentum: 0.9f),
        ["Nesterov"] = () => new Sgd(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.01f),
        ["Adam"] = () => new Adam(0.1f, weightDecay: 0.01f),
        ["User's"] = () => new MeanDescent(),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_become_what_one_thread_makes_of_them(string optimizer, int length, int degree) =>
        Train(optimizer, length, degree).ShouldBe(Train(optimizer, length, 1));

    [Fact]
    public void A_degree_may_change_between_updates()
    {
        FakeNetwork network = FakeNetwork.Flat(50_003);
        FakeNetwork other = FakeNetwork.Flat(50_003);
        var trainer = new FakeTrainer(network, new Adam()) { Threads = CreateTeam(4) };
        for (int degree = 1; degree <= 4; degree++)
        {
            trainer.DegreeOfParallelism = degree;
            trainer.Step();
        }

        new FakeTrainer(other, new Adam()).Steps(4);
        network.Logical().ShouldBe(other.Logical());
        trainer.StepCount.ShouldBe(4);
        trainer.Optimizer.StepCount.ShouldBe(4);
    }

    [Fact]
    public void An_optimizer_must_keep_its_word()
    {
        var trainer = new FakeTrainer(FakeNetwork.Flat(50_000), new Boaster(), degreeOfParallelism: 2) { Threads = CreateTeam(2) };
        Should.Throw<NotSupportedException>(trainer.Step).Message.ShouldContain("must override ApplyPart");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Degrees_are_checked(int degree)
    {
        var optimizer = new Sgd(1);
        Should.Throw<ArgumentOutOfRangeException>(() => new FakeTrainer(FakeNetwork.Plain(), optimizer, degreeOfParallelism: degree))
            .Message.ShouldContain($"must be from 1 to 1024, but is {degree}");
        optimizer.IsAttached.ShouldBeFalse("it can go to another trainer");
        var trainer = new FakeTrainer(FakeNetwork.Plain(), optimizer);
        trainer.DegreeOfParallelism.ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => trainer.DegreeOfParallelism = degree);
        trainer.DegreeOfParallelism.ShouldBe(1);
    }

    private static float[] Train(string optimizer, int length, int degree)
    {
        FakeNetwork network = FakeNetwork.Flat(length);
        var trainer = new FakeTrainer(network, Optimizers[optimizer](), degreeOfParallelism: degree)
        {
            ClipNorm = 1,
            Threads = degree > 1 ? CreateTeam(degree) : null,
        };
        trainer.Steps(3);
        return network.Logical();
    }

    private static WorkerTeam CreateTeam(int size)
    {
        var team = new WorkerTeam("Test");
        team.Grow(size);
        return team;
    }

    /// <summary>Not elementwise: it follows the mean of all gradients.</summary>
    private sealed class MeanDescent() : Optimizer(0.1f, 0)
    {
        public override string Name => "mean descent";

        protected override void Apply(Span<float> parameters, ReadOnlySpan<float> gradients)
        {
            float sum = 0;
            foreach (float gradient in gradients)
                sum += gradient;
            foreach (ref float parameter in parameters)
                parameter -= LearningRate * sum / gradients.Length;
        }
    }

    private sealed class Boaster() : Optimizer(0.1f, 0)
    {
        public override string Name => "boaster";

        protected internal override bool IsElementwise => true;

        protected override void Apply(Span<float> parameters, ReadOnlySpan<float> gradients)
        {
        }
    }
}
