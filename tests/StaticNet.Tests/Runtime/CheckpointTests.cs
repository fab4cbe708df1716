using System.Text;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => new() { "sgd", "momentum", "nesterov", "adam" };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_resumes_to_the_last_bit(string kind)
    {
        string path = folder.File("checkpoint.safetensors");
        FakeNetwork straight = Initialised(FakeNetwork.Plain());
        var trainer = new FakeTrainer(straight, Create(kind), seed: 11) { ClipNorm = 2.5f };
        trainer.Steps(7);
        trainer.Optimizer.LearningRate = 0.0123f;
        trainer.Save(path);
        trainer.Steps(9);

        FakeNetwork resumed = FakeNetwork.Plain();
        var other = new FakeTrainer(resumed, Create(kind), seed: 99);
        other.Load(path);
        other.StepCount.ShouldBe(7);
        other.Seed.ShouldBe(11);
        other.ClipNorm.ShouldBe(2.5f);
        other.Optimizer.LearningRate.ShouldBe(0.0123f);
        other.Optimizer.StepCount.ShouldBe(7);
        other.Steps(9);

        resumed.Parameters.ToArray().ShouldBe(straight.Parameters.ToArray());
        other.Key(3).ShouldBe(trainer.Key(3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_resumes_in_another_layout(string kind)
    {
        string path = folder.File("checkpoint.safetensors");
        FakeNetwork plain = Initialised(FakeNetwork.Plain());
        var trainer = new FakeTrainer(plain, Create(kind));
        trainer.Steps(5);
        trainer.Save(path);
        trainer.Steps(5);

        FakeNetwork transposed = FakeNetwork.Transposed();
        var other = new FakeTrainer(transposed, Create(kind));
        other.Load(path);
        other.Steps(5);
        transposed.Logical().ShouldBe(plain.Logical());
    }

    [Fact]
    public void State_has_the_names_and_shapes_of_its_weights()
    {
        string path = folder.File("checkpoint.safetensors");
        var trainer = new FakeTrainer(FakeNetwork.Transposed(), new Sgd(0.1f, 0.9f));
        trainer.Save(path);
        string text = Encoding.UTF8.GetString(File.ReadAllBytes(path));
        text.ShouldContain("\"optimizer.momentum.0.weight\":{\"dtype\":\"F32\",\"shape\":[3,4]");
        text.ShouldContain("\"staticnet.optimizer\":\"sgd\"");
        text.ShouldContain("\"staticnet.optimizer.momentum\":\"0.9\"");
        File.ReadAllBytes(path).ShouldBe(Again(trainer), "a checkpoint has no dates and no hash order");

        byte[] Again(FakeTrainer same)
        {
            same.Save(path);
            return File.ReadAllBytes(path);
        }
    }

    [Fact]
    public void Checkpoints_that_do_not_fit_change_nothing()
    {
        string path = folder.File("checkpoint.safetensors");
        new FakeTrainer(Initialised(FakeNetwork.Plain()), new Adam()).Save(path);

        string other = Refuse(new Sgd(0.1f), path);
        other.ShouldContain("'staticnet.optimizer': expected 'sgd', found 'adam'. The checkpoint is of a training with another optimizer");
        other.ShouldContain("IgnoreExtra = true");
        other.ShouldNotContain("through a trainer");
        Refuse(new Adam(), path, FakeNetwork.Flat(15)).ShouldContain("Tensor 'w' is missing");
        Edit(path, "\"staticnet.checkpoint\":\"1\"", "\"staticnet.checkpoint\":\"2\"", new Adam())
            .ShouldContain("expected '1', found '2'");
        Edit(path, "\"staticnet.step\":\"0\"", "\"staticnet.step\":\"x\"", new Adam())
            .ShouldContain("'staticnet.step': expected a whole number");
        Edit(path, "\"staticnet.seed\":\"0\"", "\"staticnet.seed\":\"?\"", new Adam()).ShouldContain("'staticnet.seed'");
        Edit(path, "\"staticnet.clip_norm\":\"Inf", "\"staticnet.clip_norm\":\"Xnf", new Adam())
            .ShouldContain("'staticnet.clip_norm'");
        Edit(path, "\"staticnet.optimizer.beta1\":\"0.9\"", "\"staticnet.optimizer.beta1\":\"1.9\"", new Adam())
            .ShouldContain("from 0 to below 1, found '1.9'");
        Edit(path, "\"staticnet.optimizer.beta2\"", "\"staticnet.optimizer.beta3\"", new Adam())
            .ShouldContain("beta2': expected a value, found 'nothing'");
        Edit(path, "optimizer.exp_avg.0.bias", "optimizer.exp_avx.0.bias", new Adam())
            .ShouldContain("'optimizer.exp_avg.0.bias' is missing");

        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Refuse(new Adam(), path).ShouldContain("data_offsets end at");
        Should.Throw<FileNotFoundException>(() => new FakeTrainer(FakeNetwork.Plain(), new Adam()).Load(folder.File("none")));
    }

    [Fact]
    public void State_without_a_place_is_refused()
    {
        string path = folder.File("checkpoint.safetensors");
        new FakeTrainer(FakeNetwork.Plain(), new Sgd(0.1f, 0.9f)).Save(path);
        string message = Refuse(new Sgd(0.1f), path);
        message.ShouldContain("'optimizer.momentum.0.bias' [3] is unexpected");
        message.ShouldContain("Create the optimizer as the one that was saved: learning_rate 0.1, weight_decay 0, momentum 0.9,");
        message.ShouldNotContain("through a trainer", Case.Insensitive, "that is what the caller does");

        new FakeTrainer(FakeNetwork.Plain(), new Sgd(0.1f)).Save(path);
        Refuse(new Sgd(0.1f, 0.9f), path).ShouldContain("momentum 0,");
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public void A_checkpoint_that_changes_while_it_is_read_changes_nothing(int growth)
    {
        string path = folder.File("checkpoint.safetensors");
        new FakeTrainer(Initialised(FakeNetwork.Plain()), new Adam()).Save(path);
        FakeNetwork network = FakeNetwork.Plain();
        var optimizer = new Adam();
        var trainer = new FakeTrainer(network, optimizer, seed: 5);
        trainer.Steps(2);
        float[] parameters = network.Parameters.ToArray();
        float[][] states = States(optimizer);

        // The header was read before, the data are read afterwards.
        network.WhenAskedForTensors = () =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(file.Length + growth);
        };
        Should.Throw<IOException>(() => trainer.Load(path)).Message.ShouldContain($"'{path}' changed while it was read");
        network.Parameters.ToArray().ShouldBe(parameters);
        States(optimizer).ShouldBe(states);
        (trainer.StepCount, optimizer.StepCount, trainer.Seed).ShouldBe((2, 2, 5));
    }

    [Fact]
    public void Weights_and_checkpoints_are_told_apart()
    {
        string path = folder.File("file.safetensors");
        FakeNetwork.Plain().Save(path);
        Refuse(new Adam(), path).ShouldContain("no training checkpoint");
        new FakeTrainer(FakeNetwork.Plain(), new Adam()).Save(path);
        Should.Throw<WeightsFormatException>(() => FakeNetwork.Plain().Load(path))
            .Message.ShouldContain("load it through a trainer, or its weights alone with new LoadOptions { IgnoreExtra = true }");

        FakeNetwork trained = Initialised(FakeNetwork.Plain());
        new FakeTrainer(trained, new Adam()).Save(path);
        FakeNetwork network = FakeNetwork.Transposed();
        network.Load(path, new LoadOptions { IgnoreExtra = true });
        network.Logical().ShouldBe(trained.Logical());
    }

    private static Optimizer Create(string kind) => kind switch
    {
        "sgd" => new Sgd(0.05f, weightDecay: 0.01f),
        "momentum" => new Sgd(0.05f, 0.9f, dampening: 0.3f),
        "nesterov" => new Sgd(0.05f, 0.9f, nesterov: true),
        _ => new Adam(0.01f, weightDecay: 0.01f),
    };

    private static FakeNetwork Initialised(FakeNetwork network)
    {
        ParameterInitialization.Fill(WeightMemory.Of(network), network.Tensors, seed: 4);
        return network;
    }

    private static string Refuse(Optimizer optimizer, string path, FakeNetwork? network = null)
    {
        network ??= FakeNetwork.Plain();
        var trainer = new FakeTrainer(network, optimizer, seed: 5) { ClipNorm = 3 };
        trainer.Steps(2);
        float[] parameters = network.Parameters.ToArray();
        float[][] states = States(optimizer);
        float learningRate = optimizer.LearningRate;
        string message = Should.Throw<WeightsFormatException>(() => trainer.Load(path)).Message;
        network.Parameters.ToArray().ShouldBe(parameters);
        States(optimizer).ShouldBe(states);
        optimizer.LearningRate.ShouldBe(learningRate);
        (trainer.StepCount, optimizer.StepCount, trainer.Seed, trainer.ClipNorm).ShouldBe((2, 2, 5, 3f));
        return message;
    }

    private static float[][] States(Optimizer optimizer)
    {
        var states = new List<float[]>();
        foreach (OptimizerState state in optimizer.StateTensors)
            states.Add(state.Values.ToArray());
        return [.. states];
    }

    /// <summary>Changes the header, in the same length, in a copy.</summary>
    private string Edit(string path, string from, string to, Optimizer optimizer)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        at.ShouldBeGreaterThan(0, from);
        Encoding.UTF8.GetBytes(to).CopyTo(bytes, at);
        string copy = folder.File("edited.safetensors");
        File.WriteAllBytes(copy, bytes);
        return Refuse(optimizer, copy);
    }
}
