using System.Text.Json;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class OptimizerTests
{
    // Odd, so that every width has a tail.
    private const int Length = 1021;

    [Theory]
    [InlineData(0f, false, 0f, 0f)]
    [InlineData(0f, false, 0f, 0.1f)]
    [InlineData(0.9f, false, 0f, 0f)]
    [InlineData(0.9f, false, 0.5f, 0.01f)]
    [InlineData(0.9f, true, 0f, 0.01f)]
    public void Sgd_follows_its_definition(float momentum, bool nesterov, float dampening, float weightDecay)
    {
        var optimizer = new Sgd(0.05f, momentum, nesterov, dampening, weightDecay);
        double[]? buffer = null;
        Compare(optimizer, (_, p, g) =>
        {
            for (int i = 0; i < g.Length; i++)
                g[i] += (double)weightDecay * p[i];
            if (momentum != 0)
            {
                buffer = buffer is null
                    ? [.. g]
                    : buffer.Select((b, i) => (double)momentum * b + (1 - (double)dampening) * g[i]).ToArray();
                g = buffer.Select((b, i) => nesterov ? g[i] + (double)momentum * b : b).ToArray();
            }

            for (int i = 0; i < g.Length; i++)
                p[i] -= (double)0.05f * g[i];
        });
    }

    [Theory]
    [InlineData(0.001f, 0.9f, 0.999f, 1e-8f, 0f)]
    [InlineData(0.01f, 0.8f, 0.99f, 1e-3f, 0.1f)]
    [InlineData(0.01f, 0f, 0f, 1e-8f, 0f)]
    public void Adam_follows_its_definition(float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
    {
        var optimizer = new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
        double b1 = (double)(decimal)beta1, b2 = (double)(decimal)beta2;
        var m = new double[Length];
        var v = new double[Length];
        Compare(optimizer, (step, p, g) =>
        {
            for (int i = 0; i < g.Length; i++)
            {
                double gradient = g[i] + (double)weightDecay * p[i];
                m[i] = b1 * m[i] + (1 - b1) * gradient;
                v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
                double denominator = Math.Sqrt(v[i]) / Math.Sqrt(1 - Math.Pow(b2, step)) + epsilon;
                p[i] -= (double)(decimal)learningRate / (1 - Math.Pow(b1, step)) * m[i] / denominator;
            }
        });
    }

    [Theory]
    [InlineData(1e-8f, true)]
    [InlineData(1e-30f, false)]
    public void Adam_forgets_moments_that_no_epsilon_lets_feel(float epsilon, bool forgets)
    {
        // 0.9 a step takes the first moment below the normal numbers within a thousand steps, 0.5 the second one.
        var optimizer = new Adam(0.001f, 0.9f, 0.5f, epsilon);
        optimizer.Attach(Length);
        float[] parameters = Numbers(0);
        optimizer.Update(parameters, Numbers(1));
        var none = new float[Length];
        for (int step = 2; step <= 1500; step++)
        {
            float[] before = [.. parameters];
            optimizer.Update(parameters, none);
            if (forgets && step > 600)
                parameters.ShouldBe(before);
        }

        float[][] moments = [.. optimizer.StateTensors.ToArray().Select(state => state.Values.ToArray())];
        if (forgets)
            moments.ShouldAllBe(state => state.All(value => value == 0));
        else
            moments[0].ShouldContain(value => float.IsSubnormal(value));
    }

    [Fact]
    public void Adam_keeps_NaN_in_every_lane()
    {
        var optimizer = new Adam();
        optimizer.Attach(Length);
        float[] parameters = Numbers(0);
        optimizer.Update(parameters, [.. Enumerable.Repeat(float.NaN, Length)]);
        optimizer.Update(parameters, new float[Length]);
        parameters.ShouldAllBe(value => float.IsNaN(value));
        foreach (OptimizerState state in optimizer.StateTensors)
            state.Values.ToArray().ShouldAllBe(value => float.IsNaN(value));
    }

    [Fact]
    public void Updates_repeat_to_the_last_bit()
    {
        float[] Run()
        {
            var optimizer = new Adam(weightDecay: 0.01f);
            optimizer.Attach(Length);
            float[] parameters = Numbers(0);
            for (uint step = 1; step <= 20; step++)
                optimizer.Update(parameters, Numbers(step));
            return parameters;
        }

        Run().ShouldBe(Run());
    }

    [SkippableFact]
    public void Sgd_follows_PyTorchs_own_trajectory()
    {
        string? folder = Environment.GetEnvironmentVariable("STATICNET_CONFORMANCE");
        Skip.If(string.IsNullOrEmpty(folder), "STATICNET_CONFORMANCE does not name the folder of conformance data.");
        string path = Path.Combine(folder!, "optimizers", "sgd_test_single_weight.json");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        float[][] parameters = Rows(json, "Parameters");
        float[][] gradients = Rows(json, "Gradients");
        var optimizer = new Sgd(1e-3f);
        optimizer.Attach(parameters[0].Length);
        float[] current = [.. parameters[0]];
        for (int step = 0; step < gradients.Length; step++)
        {
            optimizer.Update(current, gradients[step]);
            for (int i = 0; i < current.Length; i++)
            {
                float expected = parameters[step + 1][i];
                current[i].ShouldBe(expected, 1e-6f * MathF.Abs(expected), $"step {step}, weight {i}");
            }
        }

        static float[][] Rows(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetProperty("fc1.weight")
            .EnumerateArray().Select(row => row.EnumerateArray().Select(number => number.GetSingle()).ToArray()).ToArray();
    }

    [Fact]
    public void Wrong_hyperparameters_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(-1)).Message.ShouldContain("'learningRate'");
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(float.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(float.PositiveInfinity));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(1, momentum: -0.1f));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(1, weightDecay: -0.1f));
        Should.Throw<ArgumentException>(() => new Sgd(1, momentum: 0, nesterov: true));
        Should.Throw<ArgumentException>(() => new Sgd(1, momentum: 0.9f, nesterov: true, dampening: 0.1f));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(beta1: 1)).Message.ShouldContain("beta1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(beta2: -0.1f));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(epsilon: -1));
        var optimizer = new Adam(0.5f);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.LearningRate = float.NegativeInfinity);
        optimizer.LearningRate.ShouldBe(0.5f);
        optimizer.LearningRate = 0;
        optimizer.LearningRate.ShouldBe(0);
    }

    public static TheoryData<string, Action> Refused => new()
    {
        { "learningRate", () => _ = new Sgd(-1) },
        { "momentum", () => _ = new Sgd(1, momentum: -1) },
        { "momentum", () => _ = new Sgd(1, momentum: float.NaN, nesterov: true) },
        { "momentum", () => _ = new Sgd(1, momentum: -1, nesterov: true) },
        { "dampening", () => _ = new Sgd(1, dampening: float.NaN) },
        { "weightDecay", () => _ = new Sgd(1, weightDecay: -1) },
        { "learningRate", () => _ = new Adam(learningRate: -1) },
        { "beta1", () => _ = new Adam(beta1: 1) },
        { "beta2", () => _ = new Adam(beta2: -1) },
        { "epsilon", () => _ = new Adam(epsilon: float.PositiveInfinity) },
        { "weightDecay", () => _ = new Adam(weightDecay: float.NaN) },
        { "decayRate", () => _ = new Fading(2) },
        { "LearningRate", () => new Adam().LearningRate = -1 },
        { "WeightDecay", () => new Sgd(1).WeightDecay = -1 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_refused_has_the_name_that_the_caller_wrote(string name, Action action)
    {
        var error = Should.Throw<ArgumentOutOfRangeException>(action);
        error.ParamName.ShouldBe(name);
        error.Message.ShouldStartWith($"'{name}' must be a finite number", Case.Sensitive);
        error.Message.ShouldNotContain("_");
    }

    [Fact]
    public void Ranges_are_in_the_message()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(beta1: 1)).Message.ShouldContain("from 0 to below 1.");
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(-1)).Message.ShouldContain("a finite number from 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(1, dampening: float.NaN)).Message.ShouldContain("a finite number.");
    }

    public static TheoryData<Optimizer> Stateful => new() { new Sgd(0.1f, 0.9f), new Adam(), new Fading(0.5f) };

    [Theory]
    [MemberData(nameof(Stateful))]
    public void An_optimizer_without_memory_for_its_state_stays_as_it_was(Optimizer optimizer)
    {
        Should.Throw<OutOfMemoryException>(() => optimizer.Attach(int.MaxValue));
        optimizer.IsAttached.ShouldBeFalse();
        optimizer.StateTensors.Length.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => optimizer.Update(new float[1], new float[1]));

        optimizer.Attach(2);
        optimizer.Update([1, 2], [1, 1]);
        foreach (OptimizerState state in optimizer.StateTensors)
            state.Values.Length.ShouldBe(2);
    }

    [Fact]
    public void State_is_for_Allocate_to_ask_for() =>
        Should.Throw<InvalidOperationException>(() => new Fading(0.5f).AskEarly()).Message.ShouldContain("Allocate");

    [Fact]
    public void An_optimizer_serves_one_trainer_and_one_length()
    {
        var optimizer = new Sgd(0.1f);
        Should.Throw<InvalidOperationException>(() => optimizer.Update(new float[1], new float[1]))
            .Message.ShouldContain("Attach");
        optimizer.Attach(2);
        Should.Throw<InvalidOperationException>(() => optimizer.Attach(2)).Message.ShouldContain("another trainer");
        Should.Throw<ArgumentException>(() => optimizer.Update(new float[1], new float[2]));
        Should.Throw<ArgumentException>(() => optimizer.Update(new float[2], new float[3]));
        optimizer.StepCount.ShouldBe(0);
    }

    /// <summary>One of the user's own, whose second state is one too many.</summary>
    private sealed class Fading : Optimizer
    {
        private int allocations;

        public Fading(float decayRate)
            : base(0.1f, 0)
        {
            AddHyperparameter("decay_rate", decayRate, 0, 1);
        }

        public override string Name => "fading";

        public void AskEarly() => AddState("early");

        protected override void Allocate()
        {
            bool isFirst = allocations++ == 0;
            AddState("first");
            if (isFirst)
                throw new OutOfMemoryException();
            AddState("second");
        }

        protected override void Apply(Span<float> parameters, ReadOnlySpan<float> gradients)
        {
        }
    }

    private static void Compare(Optimizer optimizer, Action<int, double[], double[]> reference)
    {
        optimizer.Attach(Length);
        float[] parameters = Numbers(0);
        double[] expected = Array.ConvertAll(parameters, value => (double)value);
        for (int step = 1; step <= 25; step++)
        {
            float[] gradients = Numbers((uint)step);
            reference(step, expected, Array.ConvertAll(gradients, value => (double)value));
            optimizer.Update(parameters, gradients);
        }

        optimizer.StepCount.ShouldBe(25);
        for (int i = 0; i < Length; i++)
            ((double)parameters[i]).ShouldBe(expected[i], 5e-6, $"parameter {i}");
    }

    private static float[] Numbers(uint key)
    {
        var numbers = new float[Length];
        for (uint i = 0; i < Length; i++)
            numbers[i] = (int)CounterRandom.Bits(key, i) / 2147483648f;
        return numbers;
    }
}
