using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class NetworkTrainerTests
{
    [Fact]
    public void Large_gradients_are_scaled_to_the_clip_norm()
    {
        FakeNetwork network = FakeNetwork.Flat(19);
        var trainer = new FakeTrainer(network, new Sgd(1)) { ClipNorm = 2 };
        network.Gradients.Fill(3);
        trainer.Update();
        double norm = Math.Sqrt(19 * 9);
        trainer.GradientNorm.ShouldBe((float)norm);
        network.Parameters.ToArray().ShouldAllBe(value => Math.Abs(value + 3 * 2 / (norm + 1e-6)) < 1e-6);

        network.Gradients.Fill(0.1f);
        trainer.Update();
        network.Gradients.ToArray().ShouldAllBe(value => value == 0.1f, "below the norm nothing is touched");
        trainer.StepCount.ShouldBe(2);
    }

    [Fact]
    public void The_norm_neither_overflows_nor_hides_what_is_not_finite()
    {
        FakeNetwork network = FakeNetwork.Flat(9);
        var trainer = new FakeTrainer(network, new Sgd(1)) { ClipNorm = 1 };
        network.Gradients.Fill(1e30f);
        trainer.Update();
        trainer.GradientNorm.ShouldBe(3e30f, 1e24f);
        network.Gradients[0].ShouldBe(1 / 3f, 1e-6f);

        network.Gradients.Fill(1);
        network.Gradients[8] = float.NaN;
        trainer.Update();
        float.IsNaN(trainer.GradientNorm).ShouldBeTrue();
        network.Gradients.ToArray().ShouldAllBe(value => float.IsNaN(value), "as in PyTorch");
    }

    [Fact]
    public void Clip_norms_are_checked()
    {
        var trainer = new FakeTrainer(FakeNetwork.Plain(), new Sgd(1));
        trainer.ClipNorm.ShouldBe(float.PositiveInfinity);
        Should.Throw<ArgumentOutOfRangeException>(() => trainer.ClipNorm = 0);
        Should.Throw<ArgumentOutOfRangeException>(() => trainer.ClipNorm = float.NaN);
    }

    [Fact]
    public void Updates_allocate_nothing()
    {
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.1f), new Sgd(0.1f, 0.9f, nesterov: true), new Adam() })
        {
            var trainer = new FakeTrainer(FakeNetwork.Flat(1001), optimizer) { ClipNorm = 1e-3f };
            trainer.Update();
            optimizer.LearningRate = 0.02f;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                optimizer.LearningRate = 0.1f / (i + 1);
                trainer.Update();
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    [Fact]
    public void An_optimizer_cannot_have_two_trainers()
    {
        var optimizer = new Adam();
        _ = new FakeTrainer(FakeNetwork.Plain(), optimizer);
        Should.Throw<InvalidOperationException>(() => new FakeTrainer(FakeNetwork.Plain(), optimizer));
        Should.Throw<ArgumentNullException>(() => new FakeTrainer(FakeNetwork.Plain(), null!));
    }

    [Fact]
    public void A_trainer_that_cannot_be_made_takes_no_optimizer()
    {
        var optimizer = new Adam();
        Should.Throw<ArgumentOutOfRangeException>(() => new FakeTrainer(FakeNetwork.Plain(), optimizer, degreeOfParallelism: 0));
        Should.Throw<ArgumentNullException>(() => new FakeTrainer(null!, optimizer));
        optimizer.IsAttached.ShouldBeFalse();
        _ = new FakeTrainer(FakeNetwork.Plain(), optimizer);
    }

    [Fact]
    public void Random_keys_belong_to_seed_step_and_stream()
    {
        var trainer = new FakeTrainer(FakeNetwork.Plain(), new Sgd(0), seed: -5);
        uint first = trainer.Key(0);
        first.ShouldBe(CounterRandom.Key(unchecked((ulong)-5L), 0, 0));
        trainer.Key(0).ShouldBe(first);
        trainer.Key(1).ShouldNotBe(first);
        trainer.Step();
        trainer.Key(0).ShouldNotBe(first);
    }
}
