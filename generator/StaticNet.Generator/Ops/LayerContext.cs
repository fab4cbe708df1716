using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// What a layer rule sees: the attribute's arguments, the values that come in, and the graph to add to. Arguments and shapes are
/// null where they are wrong, which was reported by then, or unknown for the sake of an error elsewhere.
/// </summary>
/// <param name="spec">The attribute.</param>
/// <param name="blockArguments">Values of the block's parameters; null for those that are not known.</param>
/// <param name="host">What it adds to.</param>
/// <param name="inputs">The nodes that it reads; negative for values that are not known.</param>
/// <param name="path">The layer's name in the state dict.</param>
/// <param name="findings">Receives what is wrong.</param>
internal sealed class LayerContext(
    LayerSpec spec, IReadOnlyList<double?> blockArguments, ILayerHost host, IReadOnlyList<int> inputs, string path, LayerFindings findings)
{
    private static readonly ArgumentValue Unknown = new ArgumentValue.Unknown();

    public GraphBuilder Graph => host.Graph;

    /// <summary>The weights that the layer shares with others; null where it has its own.</summary>
    public SharedWeights? SharedWeights { get; init; }

    /// <summary>The nodes that the layer reads: one, or those that a merge names. To be read only if the layer is sound.</summary>
    public IReadOnlyList<int> Inputs => inputs;

    public int Input => inputs[0];

    /// <summary>The shape of the first input.</summary>
    public Shape? InputShape => ShapeOf(0);

    /// <summary>Whether nothing is wrong so far, and nothing that was asked for is unknown.</summary>
    public bool IsSound => !findings.Any && inputs.All(input => input >= 0);

    /// <summary>The same for the arguments alone.</summary>
    public bool IsSoundButForInputs => !findings.Any;

    public Shape? ShapeOf(int input) => inputs[input] >= 0 ? Graph[inputs[input]].Shape : null;

    /// <summary>What a layer that splits its value makes, in the order of their names.</summary>
    public List<int> Parts { get; } = new();

    /// <summary>A number for the layer's own stream of random numbers.</summary>
    public int NextRandomStream() => host.NextRandomStream();

    public bool Has(string argument) => Find(argument) is not null;

    public int? Integer(string argument, int? fallback = null) => Find(argument) switch
    {
        null => fallback ?? Missing(),
        ArgumentValue.Unknown => Missing(),
        ArgumentValue.Integer integer => Evaluate(argument, integer.Value),
        _ => WrongKind(argument, "an integer"),
    };

    /// <summary>An integer of at least 1.</summary>
    public int? Positive(string argument, int? fallback = null) => AtLeast(argument, Integer(argument, fallback), 1);

    /// <summary>The value, if it is so large; its element's name may be given for an argument that is a list.</summary>
    public int? AtLeast(string argument, int? value, int minimum)
    {
        if (value is null || value >= minimum)
            return value;
        OutOfRange(argument, Literals.Integer(value.Value), $"at least {Literals.Integer(minimum)}", Literals.Integer(minimum), $", or more for {argument}");
        return null;
    }

    /// <summary>A number that single precision can hold, as all computation is done in it.</summary>
    public double? Real(string argument, double fallback)
    {
        double? value = Find(argument) switch
        {
            null => fallback,
            ArgumentValue.Real real => Evaluate(argument, () => real.Value.Evaluate(blockArguments)),
            ArgumentValue.Integer integer => Evaluate(argument, integer.Value),
            ArgumentValue.Unknown => Missing(),
            _ => WrongKind(argument, "a number"),
        };
        return value is { } number ? SinglePrecision.Check(this, argument, number, fallback) : null;
    }

    public bool? Flag(string argument, bool fallback)
    {
        switch (Find(argument))
        {
            case null:
                return fallback;
            case ArgumentValue.Flag flag:
                return Evaluate(argument, flag.Value) is { } value ? value != 0 : null;
            case ArgumentValue.Unknown:
                Missing();
                return null;
            default:
                WrongKind(argument, "true or false");
                return null;
        }
    }

    /// <summary>A list of integers, in which null is unknown; null where it is not given, or all of it unknown.</summary>
    public IReadOnlyList<int?>? Integers(string argument)
    {
        switch (Find(argument))
        {
            case null:
                return null;
            case ArgumentValue.IntegerList list:
                return list.Values.Select((value, i) => Evaluate(ElementOf(argument, i), value)).ToArray();
            case ArgumentValue.Integer integer:
                return new[] { Evaluate(argument, integer.Value) };
            case ArgumentValue.Unknown:
                Missing();
                return null;
            default:
                WrongKind(argument, "integers");
                return null;
        }
    }

    /// <summary>What a block is given for its parameters, in which null is unknown; null where all of it is.</summary>
    public IReadOnlyList<double?>? BlockArguments(string argument)
    {
        if (Find(argument) is not ArgumentValue.BlockArguments arguments)
            return Integers(argument)?.Select(value => (double?)value).ToArray();
        return arguments.Values.Select((given, i) => given.Value switch
        {
            ArgumentValue.Integer integer => Evaluate(ElementOf(argument, i), integer.Value),
            ArgumentValue.Flag flag => Evaluate(ElementOf(argument, i), flag.Value),
            ArgumentValue.Real real => Evaluate(ElementOf(argument, i), () => real.Value.Evaluate(blockArguments)),
            _ => Missing(),
        }).ToArray();
    }

    /// <summary>A list of names; null where it is not given or unknown.</summary>
    public IReadOnlyList<string>? Names(string argument)
    {
        switch (Find(argument))
        {
            case ArgumentValue.TextList list:
                return list.Values.ToArray();
            case ArgumentValue.Unknown:
                Missing();
                return null;
            default:
                return null;
        }
    }

    /// <summary>How diagnostics call an element of a list.</summary>
    public static string ElementOf(string argument, int index) => argument + "[" + Literals.Integer(index) + "]";

    /// <summary>Adds a trainable tensor named after the layer: <c>0.weight</c>; null where it is too large.</summary>
    public int? Parameter(string suffix, Shape shape, Initialization initialization)
    {
        if (SharedWeights is { IsComplete: true } shared)
            return FindShared(shared, suffix, shape);
        if (shape.LongLength <= SizeLimits.Elements)
        {
            var node = host.AddParameter(path + "." + suffix, shape, initialization);
            SharedWeights?.Add(suffix, node);
            return node;
        }

        findings.Report("SN0016", null, $"the tensor {suffix} of shape {shape} would have {Elements(shape)} elements",
            $"keep every tensor under {SizeLimits.Elements} elements (2 GB)");
        return null;
    }

    private int? FindShared(SharedWeights shared, string suffix, Shape shape)
    {
        if (shared.Find(suffix) is not { } node)
            findings.Report("SN0012", shared.Argument, $"the layer that has the weights '{shared.Name}' first has no {suffix}", $"let both layers have the same arguments, or leave out {shared.Argument}");
        else if (Graph[node].Shape != shape)
            findings.Report("SN0012", shared.Argument, $"its {suffix} would have shape {shape}, but that of '{shared.Name}' has {Graph[node].Shape}", $"let both layers take and give values of the same sizes, or leave out {shared.Argument}");
        else
            return node;
        return null;
    }

    /// <summary>Adds a tensor that is kept and saved but not trained, named after the layer: <c>1.running_mean</c>.</summary>
    public int State(string suffix, Shape shape, Initialization initialization) => host.AddState(path + "." + suffix, shape, initialization);

    /// <summary>Lets a state become a value after every pass in training: a training step, or Forward while <c>Training</c>.</summary>
    public void UpdateState(int state, int value) => host.UpdateState(state, value);

    /// <summary>Requires the integers of a value to be below a bound; <c>Forward</c> and <c>Step</c> check it.</summary>
    public void Bound(int value, int bound) => host.Bound(value, bound);

    /// <summary>Adds what a loss compares with.</summary>
    public int Target(Shape shape, ElementType element, int classes = 0) => host.AddTarget(new Port(path, shape, element, classes));

    /// <summary>
    /// The initialiser that the attribute chooses for a tensor: <c>Initializer</c> or <c>BiasInitializer</c>; its fans are still to
    /// be filled in.
    /// </summary>
    public Initialization? Initialization(string argument)
    {
        var value = Integer(argument, (int)Initializer.Default);
        if (value is { } written && !Enum.IsDefined(typeof(Initializer), written))
        {
            OutOfRange(argument, Literals.Integer(written), "a member of Initializer", "Initializer.HeNormal", ", or another member of Initializer");
            value = null;
        }

        var initializer = (Initializer?)value;
        var scale = Real(argument + "Scale", 1);
        if (initializer is not (null or Initializer.Constant or Initializer.Zeros))
            scale = SinglePrecision.CheckSpread(this, argument + "Scale", scale);
        return initializer is null || scale is null ? null : new Initialization(initializer.Value, scale.Value, 0, 0);
    }

    public void Report(string id, string? argument, string problem, string remedy, Mend? mend = null) =>
        findings.Report(id, argument, problem, remedy, mend);

    /// <summary>Reports an argument.</summary>
    /// <param name="argument">Its name.</param>
    /// <param name="found">What it is.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="mend">C# for a value that would do.</param>
    /// <param name="others">What would do as well, to be read on after the mended attribute.</param>
    public void OutOfRange(string argument, string found, string expected, string mend, string others = "")
    {
        var inBlock = DependsOnBlock(argument) ? ", or give the block other arguments" : "";
        findings.Report("SN0011", argument, $"{argument} is {found}, but must be {expected}", $"write {Mend.Place}{others}{inBlock}", new Mend(argument, mend));
    }

    public void DoesNotFit(string? argument, string problem, string remedy, string? mend = null) =>
        findings.Report("SN0012", argument, problem, remedy, argument is null || mend is null ? null : new Mend(argument, mend));

    /// <summary>Reports lists that say the same as a number that is given as well: <c>Stride</c> and <c>Strides</c>.</summary>
    public void CheckConflicts()
    {
        for (var i = 0; i < spec.Arguments.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (second, first) = (spec.Arguments[i].Name, spec.Arguments[j].Name);
                var list = second.Length > first.Length ? spec.Arguments[i] : spec.Arguments[j];

                // The Weights of a loss are no list of its Weight.
                if ((second == first + "s" || first == second + "s") && list.Value is not ArgumentValue.Text)
                {
                    findings.Report("SN0025", second, $"{first} and {second} are both given, and say the same thing",
                        $"leave out {first} or {second}");
                }
            }
        }
    }

    /// <summary>The number of elements, or that nobody could count them.</summary>
    public static string Elements(Shape shape) => shape.LongLength == long.MaxValue ? "more than 2^63" : Literals.Integer(shape.LongLength);

    private ArgumentValue? Find(string argument)
    {
        foreach (var candidate in spec.Arguments)
        {
            if (string.Equals(candidate.Name, argument, StringComparison.OrdinalIgnoreCase))
                return candidate.Value is ArgumentValue.Text { Value: null } ? null : candidate.Value;
        }

        return spec.IsBroken ? Unknown : null;
    }

    private bool DependsOnBlock(string argument)
    {
        var bracket = argument.IndexOf('[');
        return Find(bracket < 0 ? argument : argument.Substring(0, bracket)) switch
        {
            ArgumentValue.Integer integer => integer.Value.DependsOnParameter,
            ArgumentValue.Flag flag => flag.Value.DependsOnParameter,
            ArgumentValue.Real real => real.Value.DependsOnParameter,
            ArgumentValue.IntegerList list => list.Values.Any(value => value.DependsOnParameter),
            _ => false,
        };
    }

    private int? Evaluate(string argument, IntegerExpression expression) => (int?)Evaluate(argument, () => expression.Evaluate(blockArguments));

    private double? Evaluate(string argument, Func<double?> evaluate)
    {
        try
        {
            return evaluate() ?? Missing();
        }
        catch (ArithmeticException exception)
        {
            findings.Report("SN0011", argument, $"{argument} cannot be computed: {exception.Message}",
                "keep the expression within 32 bits and divide by no zero, or give the block other arguments");
            return null;
        }
    }

    private int? Missing()
    {
        findings.MissSomething();
        return null;
    }

    private int? WrongKind(string argument, string expected)
    {
        findings.Report("SN0011", argument, $"{argument} is not {expected}", $"give {expected} for {argument}");
        return null;
    }
}
