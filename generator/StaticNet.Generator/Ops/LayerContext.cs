using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Emit;

namespace StaticNet.Generator.Ops;

/// <summary>What a layer rule sees: the attribute's arguments, the values that come in, and the graph to add to.</summary>
internal sealed class LayerContext
{
    private readonly LayerSpec spec;
    private readonly IReadOnlyList<int> blockArguments;
    private readonly Func<string, Shape, Initialization, int> addParameter;
    private readonly Func<Port, int> addTarget;
    private readonly Func<int> nextRandomStream;

    public LayerContext(
        LayerSpec spec,
        IReadOnlyList<int> blockArguments,
        GraphBuilder graph,
        IReadOnlyList<int> inputs,
        string path,
        Func<string, Shape, Initialization, int> addParameter,
        Func<Port, int> addTarget,
        Func<int> nextRandomStream)
    {
        this.spec = spec;
        this.blockArguments = blockArguments;
        this.addParameter = addParameter;
        this.addTarget = addTarget;
        this.nextRandomStream = nextRandomStream;
        Graph = graph;
        Inputs = inputs;
        Path = path;
    }

    public GraphBuilder Graph { get; }

    /// <summary>The nodes that the layer reads: one, or those that a merge names.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The layer's name in the state dict.</summary>
    public string Path { get; }

    public int Input => Inputs[0];

    public Shape InputShape => Graph[Input].Shape;

    public bool Has(string argument) => Find(argument) is not null;

    public int Integer(string argument, int fallback) => Find(argument) switch
    {
        null => fallback,
        ArgumentValue.Integer integer => Evaluate(argument, integer.Value),
        _ => throw WrongKind(argument, "an integer"),
    };

    /// <summary>An integer of at least 1.</summary>
    public int Positive(string argument, int fallback) => AtLeast(argument, Integer(argument, fallback), 1);

    /// <summary>A number for the layer's own stream of random numbers.</summary>
    public int NextRandomStream() => nextRandomStream();

    public int AtLeast(string argument, int value, int minimum) => value >= minimum
        ? value
        : throw OutOfRange(argument, Literals.Integer(value), $"at least {Literals.Integer(minimum)}");

    public double Real(string argument, double fallback) => Find(argument) switch
    {
        null => fallback,
        ArgumentValue.Real real when !double.IsNaN(real.Value) && !double.IsInfinity(real.Value) => real.Value,
        ArgumentValue.Real real => throw OutOfRange(argument, real.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), "a finite number"),
        ArgumentValue.Integer integer => Evaluate(argument, integer.Value),
        _ => throw WrongKind(argument, "a number"),
    };

    public bool Flag(string argument, bool fallback) => Find(argument) switch
    {
        null => fallback,
        ArgumentValue.Flag flag => flag.Value,
        _ => throw WrongKind(argument, "true or false"),
    };

    /// <summary>A list of integers, or null where it is not given.</summary>
    public IReadOnlyList<int>? Integers(string argument) => Find(argument) switch
    {
        null => null,
        ArgumentValue.IntegerList list => list.Values.Select(value => Evaluate(argument, value)).ToArray(),
        ArgumentValue.Integer integer => new[] { Evaluate(argument, integer.Value) },
        _ => throw WrongKind(argument, "integers"),
    };

    /// <summary>Adds a trainable tensor named after the layer: <c>0.weight</c>.</summary>
    public int Parameter(string suffix, Shape shape, Initialization initialization)
    {
        if (shape.LongLength > SizeLimits.Elements)
        {
            throw new LayerException("SN0016", null, $"the tensor {suffix} of shape {shape} would have {shape.LongLength} elements",
                $"keep every tensor under {SizeLimits.Elements} elements (2 GB)");
        }

        return addParameter(Path + "." + suffix, shape, initialization);
    }

    /// <summary>Adds what a loss compares with.</summary>
    public int Target(Shape shape, ElementType element, int classes = 0) => addTarget(new Port(Path, shape, element, classes));

    /// <summary>The initialiser that the attribute chooses for a tensor: <c>Initializer</c> or <c>BiasInitializer</c>.</summary>
    public Initialization Initialization(string argument, int fanIn, int fanOut)
    {
        var value = Integer(argument, (int)Generator.Graph.Initializer.Default);
        if (!Enum.IsDefined(typeof(Initializer), value))
            throw OutOfRange(argument, Literals.Integer(value), "a member of Initializer");
        return new Initialization((Initializer)value, Real(argument + "Scale", 1), fanIn, fanOut);
    }

    public LayerException OutOfRange(string argument, string found, string expected) =>
        new("SN0011", argument, $"{argument} is {found}, but must be {expected}", $"write {argument} = {expected}");

    public LayerException DoesNotFit(string? argument, string problem, string remedy) => new("SN0012", argument, problem, remedy);

    private ArgumentValue? Find(string argument)
    {
        foreach (var candidate in spec.Arguments)
        {
            if (string.Equals(candidate.Name, argument, StringComparison.OrdinalIgnoreCase))
                return candidate.Value is ArgumentValue.Text { Value: null } ? null : candidate.Value;
        }

        return null;
    }

    private int Evaluate(string argument, IntegerExpression expression)
    {
        try
        {
            return expression.Evaluate(blockArguments);
        }
        catch (ArithmeticException exception)
        {
            throw new LayerException("SN0011", argument, $"{argument} cannot be computed: {exception.Message}",
                "keep the expression within 32 bits and divide by no zero");
        }
    }

    private LayerException WrongKind(string argument, string expected) =>
        new("SN0011", argument, $"{argument} is not {expected}", $"write {argument} as {expected}");
}
