using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// Values and slopes of what is emitted, element by element over the range of single precision, against their definitions in double
/// precision. Unlike elsewhere, each is held to its own size: in the tails of a function, every digit is its own.
/// </summary>
public sealed class PrecisionTests
{
    /// <summary>Some 17 units in the last place: functions have 4 of them, and a product, sum or select few more.</summary>
    private const double Relative = 1e-6;

    /// <summary>Roundings of a result that is no normal number.</summary>
    private const double Absolute = 8 * float.Epsilon;

    /// <summary>The unit roundoff of single precision.</summary>
    private const double Roundoff = 5.96e-8;

    private const int Width = 128;

    /// <summary>An activation as it is defined, and the part of its slope's error that PyTorch has as well.</summary>
    private sealed record Definition(string Layer, Func<double, double> Value, Func<double, double> Slope)
    {
        /// <summary>
        /// What the slope is allowed beside the relative error: y (1 - y) and 1 - y² lose what y has lost, as they do in PyTorch's
        /// <c>sigmoid_backward</c> and <c>tanh_backward</c>; alpha exp(x) is alpha times an exponential that may be no normal number.
        /// </summary>
        public double SlopeError { get; init; }
    }

    private static readonly Definition[] Definitions =
    [
        new("ReLU", x => Math.Max(x, 0), x => x > 0 ? 1 : 0),
        new("LeakyReLU", x => x > 0 ? x : 0.01 * x, x => x > 0 ? 1 : 0.01),
        new("LeakyReLU(0.3)", x => x > 0 ? x : 0.3 * x, x => x > 0 ? 1 : 0.3),
        new("LeakyReLU(-0.5)", x => x > 0 ? x : -0.5 * x, x => x > 0 ? 1 : -0.5),
        new("LeakyReLU(0.0)", x => Math.Max(x, 0), x => x > 0 ? 1 : 0),
        new("ELU", x => x > 0 ? x : Expm1(x), x => x > 0 ? 1 : Math.Exp(x)),
        new("ELU(0.5)", x => x > 0 ? x : 0.5 * Expm1(x), x => x > 0 ? 1 : 0.5 * Math.Exp(x)),
        new("ELU(-1.5)", x => x > 0 ? x : -1.5 * Expm1(x), x => x > 0 ? 1 : -1.5 * Math.Exp(x)),
        new("ELU(100.0)", x => x > 0 ? x : 100 * Expm1(x), x => x > 0 ? 1 : 100 * Math.Exp(x)) { SlopeError = 100 * float.Epsilon },
        new("ELU(0.0)", x => Math.Max(x, 0), x => x > 0 ? 1 : 0),
        new("Sigmoid", Sigmoid, x => Sigmoid(x) * Sigmoid(-x)) { SlopeError = 4 * Roundoff },
        new("Tanh", Math.Tanh, x => 1 / (Math.Cosh(x) * Math.Cosh(x))) { SlopeError = 8 * Roundoff },
    ];

    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("PrecisionOfActivations", 1, [.. Definitions.Select(definition => ($"{Width}", definition.Layer))]),

        // A stored pre-activation, which the memory plan must keep.
        NetworkCase.SideBySide("PrecisionOfEpilogues", 1, [.. Definitions.Select(definition => ("1", $"Dense({Width}), {definition.Layer}"))]),

        // The weight is the output and its gradient the slope: the input is 1.
        .. LossKinds.Select(kind => new NetworkCase($"PrecisionOf{kind}", $"[Input(1), Dense(1, Bias = false), {kind}]", 1)),
        .. LossKinds.Select(kind => new NetworkCase($"PrecisionOfMany{kind}", $"[Input(1), Dense({Width}, Bias = false), {kind}]", 1)),
    ]);

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    public static TheoryData<string, string> Losses
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var kind in LossKinds)
            {
                foreach (var tier in TestTier.All)
                    rows.Add(kind, tier.Name);
            }

            return rows;
        }
    }

    private static IReadOnlyList<string> LossKinds => ["MeanSquaredError", "HalfSumSquaredError", "SigmoidBinaryCrossEntropy"];

    /// <summary>Both signs of every size from 1e-30 to the largest that an exponential takes, where functions round away, and no numbers.</summary>
    private static float[] Points { get; } =
    [
        .. Enumerable.Range(0, 129).Select(i => MathF.Pow(10, -30 + (i / 4f))).SelectMany(x => new[] { x, -x }),
        .. Enumerable.Range(1, 176).Select(i => i / 2f).SelectMany(x => new[] { x, -x }),
        0, -0f, float.Epsilon, -float.Epsilon, -103, -104, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Fact]
    public void Every_activation_and_loss_term_is_tested()
    {
        Definitions.Select(definition => definition.Layer.Split('(')[0]).Distinct().ShouldBe(Activations.Table.Select(row => row.Name), ignoreOrder: true);
        LossKinds.Count.ShouldBe(LossTerms.Table.Count);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Activations_are_as_precise_as_single_precision_allows(string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Create("PrecisionOfActivations", tier);
        CheckActivations(network, (inputs, x) => Array.ForEach(inputs, input => x.CopyTo(input.AsSpan())), gradients => gradients);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Activations_of_dense_layers_are_as_precise(string tierName)
    {
        // Weights are 0 and biases the points, so that pre-activations are exact, and their gradients those of the biases.
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Create("PrecisionOfEpilogues", tier);
        network.Network.Parameters.Clear();
        CheckActivations(
            network,
            (_, x) =>
            {
                for (var i = 0; i < Definitions.Length; i++)
                    network.Network.Tensors[(2 * i) + 1].View(network.Network.Parameters).CopyFrom(x);
            },
            _ => [.. Enumerable.Range(0, Definitions.Length).Select(i => network.Network.Tensors[(2 * i) + 1].View(network.Network.Gradients).ToArray())]);
    }

    [SkippableTheory]
    [MemberData(nameof(Losses))]
    public void Loss_terms_are_as_precise_as_single_precision_allows(string kind, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var trainer = Networks.Assembly.Create($"PrecisionOf{kind}", tier);
        var many = Networks.Assembly.Create($"PrecisionOfMany{kind}", tier);
        var (one, all) = (trainer.CreateTrainer(new Sgd(0), 0, 1)!, many.CreateTrainer(new Sgd(0), 0, 1)!);
        var failures = new List<string>();
        foreach (var target in kind == "SigmoidBinaryCrossEntropy" ? new[] { 0f, 1, 0.25f, 1e-7f, 1 - 1e-7f } : [0f, 1, -3.7f, 1e-20f, 1e10f])
        {
            foreach (var x in Points)
            {
                trainer.Network.Parameters[0] = x;
                var value = one.ComputeGradients([[1f]], [new[] { target }]);
                var (expected, slope, sum) = Loss(kind, x, target);
                Compare(failures, $"{kind}({x:R}, {target:R})", value, expected, 0);
                Compare(failures, $"slope of {kind}({x:R}, {target:R})", trainer.Network.Gradients[0], slope, 4 * Roundoff * sum);
            }

            // The mean of 128 divides exactly.
            var factor = kind == "HalfSumSquaredError" ? 1 : Width;
            foreach (var chunk in Points.Where(float.IsFinite).Chunk(Width).Where(chunk => chunk.Length == Width))
            {
                many.Network.Tensors[0].View(many.Network.Parameters).CopyFrom(chunk);
                all.ComputeGradients([[1f]], [Enumerable.Repeat(target, Width).ToArray()]);
                var gradient = many.Network.Tensors[0].View(many.Network.Gradients).ToArray();
                for (var i = 0; i < Width; i++)
                {
                    var (_, slope, sum) = Loss(kind, chunk[i], target);
                    Compare(failures, $"slope of {kind}({chunk[i]:R}, {target:R}) among others", gradient[i], slope / factor, 4 * Roundoff * sum / factor);
                }
            }
        }

        failures.ShouldBeEmpty(string.Join('\n', failures.Take(20)));
    }

    private static void CheckActivations(
        IDrivenNetwork network, Action<float[][], float[]> set, Func<float[][], IReadOnlyList<float[]>> findSlopes)
    {
        var failures = new List<string>();
        var ones = Enumerable.Repeat(1f, Width).ToArray();
        foreach (var chunk in Points.Chunk(Width))
        {
            float[] x = [.. chunk, .. Enumerable.Repeat(-20f, Width - chunk.Length)];
            float[][] inputs = [.. Definitions.Select(definition => new float[network.Network.Parameters.Length == 0 ? Width : 1])];
            set(inputs, x);
            float[][] outputs = [.. Definitions.Select(_ => new float[Width])];
            network.Forward(inputs, outputs, 1);
            float[][] gradients = [.. inputs.Select(input => new float[input.Length])];
            network.Backward([.. Definitions.Select(_ => ones)], gradients);
            var slopes = findSlopes(gradients);
            for (var i = 0; i < Definitions.Length; i++)
            {
                var definition = Definitions[i];
                for (var j = 0; j < Width; j++)
                {
                    Compare(failures, $"{definition.Layer}({x[j]:R})", outputs[i][j], definition.Value(x[j]), 0);

                    // A comparison with NaN is false, and so are slopes of NaN by kinks.
                    if (!float.IsNaN(x[j]))
                        Compare(failures, $"slope of {definition.Layer}({x[j]:R})", slopes[i][j], definition.Slope(x[j]), definition.SlopeError);
                }
            }
        }

        failures.ShouldBeEmpty(string.Join('\n', failures.Take(20)));
    }

    private static void Compare(List<string> failures, string what, float actual, double expected, double more)
    {
        // What is too large for single precision is infinite there.
        if (Math.Abs(expected) > float.MaxValue)
            expected = Math.CopySign(double.PositiveInfinity, expected);
        var isRight = double.IsFinite(expected) ? Math.Abs(actual - expected) <= (Relative * Math.Abs(expected)) + Absolute + more : expected.Equals(actual);
        if (!isRight)
            failures.Add(FormattableString.Invariant($"{what} is {actual:R}, not {expected:R}"));
    }

    /// <summary>Value and slope of a loss of one element, and the sum of the magnitudes of the terms of its slope, whose difference it is.</summary>
    private static (double Value, double Slope, double Sum) Loss(string kind, double x, double target)
    {
        switch (kind)
        {
            case "MeanSquaredError":
                return ((x - target) * (x - target), 2 * (x - target), 0);
            case "HalfSumSquaredError":
                return (0.5 * (x - target) * (x - target), x - target, 0);
            default:
                var (tail, isRight) = (Math.Exp(-Math.Abs(x)), x > 0);
                var small = tail / (1 + tail);
                var rest = isRight ? 1 - target : target;
                return (
                    (isRight ? (1 - target) * x : -target * x) + Log1p(tail),
                    isRight ? 1 - target - small : small - target,
                    rest + small);
        }
    }

    private static double Sigmoid(double x)
    {
        var tail = Math.Exp(-Math.Abs(x));
        return (x < 0 ? tail : 1) / (1 + tail);
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);
}
