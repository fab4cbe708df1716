using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Groups of parameters: what each says holds for its tensors and for no others, on any number of threads.</summary>
public sealed class ParameterGroupTests
{
    private const int Steps = 3;

    public static TheoryData<string> Kinds => ["sgd", "momentum", "adam"];

    /// <summary>Each tensor becomes what a training of its own, with its group's settings for all, makes of it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_tensor_is_updated_by_its_groups_settings(string kind)
    {
        Optimizer optimizer = Create(kind, 0.1f, 0.5f);
        ParameterGroup weight = optimizer.AddGroup("*.weight");
        weight.RateFactor = 0.25f;
        optimizer.ExemptVectorsFromDecay();
        FakeNetwork network = FakeNetwork.Transposed();
        new FakeTrainer(network, optimizer).Steps(Steps);

        Logical(network, "0.weight").ShouldBe(Alone(kind, 0.1f * 0.25f, 0.5f, "0.weight"));
        Logical(network, "0.bias").ShouldBe(Alone(kind, 0.1f, 0, "0.bias"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_trainable_stays_with_its_state(string kind)
    {
        Optimizer optimizer = Create(kind, 0.1f, 0.5f);
        ParameterGroup bias = optimizer.AddGroup("0.b?as");
        bias.IsTrainable = false;
        FakeNetwork network = FakeNetwork.Plain();
        float[] before = Logical(network, "0.bias");
        var trainer = new FakeTrainer(network, optimizer);
        trainer.Steps(Steps);
        Logical(network, "0.bias").ShouldBe(before);
        Logical(network, "0.weight").ShouldBe(Alone(kind, 0.1f, 0.5f, "0.weight"));
        foreach (OptimizerState state in optimizer.StateTensors)
            network.Tensors[1].View(state.Values).ToArray().ShouldAllBe(value => value == 0);

        bias.IsTrainable = true;
        trainer.Steps(1);
        Logical(network, "0.bias").ShouldNotBe(before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_frozen_stays_whatever_groups_say(string kind)
    {
        Optimizer optimizer = Create(kind, 0.1f, 0.5f);
        optimizer.AddGroup("*").RateFactor = 2;
        FakeNetwork network = FakeNetwork.WithFrozenWeight();
        float[] before = Logical(network, "0.weight");
        new FakeTrainer(network, optimizer).Steps(Steps);
        Logical(network, "0.weight").ShouldBe(before);
        Logical(network, "0.bias").ShouldBe(Alone(kind, 0.2f, 0.5f, "0.bias"));
    }

    [Fact]
    public void Gradients_of_what_is_not_trainable_count_for_no_norm()
    {
        var optimizer = new Sgd(0.1f);
        FakeNetwork network = FakeNetwork.Plain();
        optimizer.AddGroup("0.weight").IsTrainable = false;
        var trainer = new FakeTrainer(network, optimizer) { ClipNorm = 1000 };
        network.Gradients.Fill(2);
        trainer.Update();
        trainer.GradientNorm.ShouldBe(MathF.Sqrt(3 * 4), 1e-6f);
    }

    [Fact]
    public void The_last_group_has_a_tensor_and_settings_may_change()
    {
        var optimizer = new Sgd(1);
        optimizer.AddGroup("0.*").RateFactor = 0;
        ParameterGroup last = optimizer.AddGroup("*");
        FakeNetwork network = FakeNetwork.Plain();
        var trainer = new FakeTrainer(network, optimizer);
        float[] before = network.Logical();
        network.Gradients.Fill(1);
        trainer.Update();
        network.Logical().ShouldBe(before.Select(value => value - 1));
        last.RateFactor = 0.5f;
        trainer.Update();
        network.Logical().ShouldBe(before.Select(value => value - 1 - 0.5f));
        optimizer.LearningRate = 0;
        trainer.Update();
        network.Logical().ShouldBe(before.Select(value => value - 1 - 0.5f));
    }

    [Fact]
    public void Checkpoints_keep_what_groups_say()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".safetensors");
        try
        {
            Optimizer saved = Grouped(0.3f, 0.01f, isTrainable: false);
            FakeNetwork network = FakeNetwork.Plain();
            var trainer = new FakeTrainer(network, saved);
            trainer.Steps(2);
            trainer.Save(path);

            Optimizer restored = Grouped(1, null, isTrainable: true);
            FakeNetwork other = FakeNetwork.Transposed();
            var resumed = new FakeTrainer(other, restored);
            resumed.Load(path);
            restored.Groups[0].RateFactor.ShouldBe(0.3f);
            restored.Groups[0].WeightDecay.ShouldBe(0.01f);
            restored.Groups[0].IsTrainable.ShouldBeFalse();
            restored.Groups[1].WeightDecay.ShouldBe(0f);
            trainer.Steps(2);
            resumed.Steps(2);
            other.Logical().ShouldBe(network.Logical());

            Should.Throw<WeightsFormatException>(() => new FakeTrainer(FakeNetwork.Plain(), new Adam()).Load(path)).Message.ShouldContain("no other group");
            var different = new Adam();
            different.AddGroup("0.bias");
            different.ExemptVectorsFromDecay();
            Should.Throw<WeightsFormatException>(() => new FakeTrainer(FakeNetwork.Plain(), different).Load(path)).Message.ShouldContain("'0.bias', found '0.w*'");
        }
        finally
        {
            File.Delete(path);
        }

        static Optimizer Grouped(float rateFactor, float? decay, bool isTrainable)
        {
            var optimizer = new Adam(weightDecay: 0.1f);
            ParameterGroup group = optimizer.AddGroup("0.w*");
            (group.RateFactor, group.WeightDecay, group.IsTrainable) = (rateFactor, decay, isTrainable);
            optimizer.ExemptVectorsFromDecay();
            return optimizer;
        }
    }

    [Fact]
    public void Mistakes_are_said_before_anything_changes()
    {
        var optimizer = new Sgd(1);
        optimizer.AddGroup("9.*");
        Should.Throw<ArgumentException>(() => new FakeTrainer(FakeNetwork.Plain(), optimizer)).Message.ShouldContain("No parameter is in the group '9.*'; the names are");
        optimizer.IsAttached.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => optimizer.Attach(15)).Message.ShouldContain("with the network");
        Should.Throw<ArgumentException>(() => new Sgd(1).AddGroup(""));

        ParameterGroup group = new Sgd(1).AddGroup("*");
        Should.Throw<ArgumentOutOfRangeException>(() => group.RateFactor = -1).Message.ShouldContain("'RateFactor' must be");
        Should.Throw<ArgumentOutOfRangeException>(() => group.WeightDecay = float.NaN).Message.ShouldContain("'WeightDecay' must be");
        (group.RateFactor, group.WeightDecay).ShouldBe((1f, null));

        var attached = new Sgd(1);
        _ = new FakeTrainer(FakeNetwork.Plain(), attached);
        Should.Throw<InvalidOperationException>(() => attached.AddGroup("*"));
    }

    private static float[] Alone(string kind, float rate, float decay, string tensor)
    {
        FakeNetwork network = FakeNetwork.Plain();
        new FakeTrainer(network, Create(kind, rate, decay)).Steps(Steps);
        return Logical(network, tensor);
    }

    private static float[] Logical(FakeNetwork network, string tensor) =>
        network.Tensors.ToArray().Single(info => info.Name == tensor).View(network.Parameters).ToArray();

    private static Optimizer Create(string kind, float rate, float decay) => kind switch
    {
        "sgd" => new Sgd(rate, weightDecay: decay),
        "momentum" => new Sgd(rate, momentum: 0.9f, nesterov: true, weightDecay: decay),
        _ => new Adam(rate, weightDecay: decay),
    };
}
