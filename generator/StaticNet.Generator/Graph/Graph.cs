using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>What a root of a graph is to its user.</summary>
internal enum RootKind
{
    Output,
    Loss,
    ParameterGradient,
    InputGradient,

    /// <summary>One of several losses, of which the loss is the sum.</summary>
    LossTerm,

    /// <summary>What a state is after a pass in training.</summary>
    StateUpdate,
}

/// <summary>A value that outlives the graph's run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Which output, parameter, input, loss or state.</param>
/// <param name="Node">The node that makes it.</param>
internal sealed record Root(RootKind Kind, int Index, int Node);

/// <summary>A tensor that is kept and saved: trainable, or a state such as running statistics.</summary>
/// <param name="Name">Its name in the state dict: <c>0.weight</c>.</param>
/// <param name="Shape">Its shape in PyTorch.</param>
/// <param name="Initialization">How it starts.</param>
internal sealed record Parameter(string Name, Shape Shape, Initialization Initialization)
{
    /// <summary>Whether it is kept as it is: it has no gradient.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>Mirrors <c>StaticNet.Initializer</c>.</summary>
internal enum Initializer
{
    Default,
    Zeros,
    Constant,
    Normal,
    Uniform,
    LeCunNormal,
    LeCunUniform,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
}

/// <summary>An initialiser with its scale and the fans of the tensor.</summary>
internal sealed record Initialization(Initializer Initializer, double Scale, int FanIn, int FanOut)
{
    /// <summary>A row that starts as zeros whatever the others start as.</summary>
    public int? ZeroRow { get; init; }
}

/// <summary>An input, output or target of the network.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Element">What its elements are.</param>
/// <param name="Classes">Of integers: they are below this, since that is how many rows or classes they choose from.</param>
internal sealed record Port(string Name, Shape Shape, ElementType Element = ElementType.Float, int Classes = 0)
{
    public bool IsInteger => Element == ElementType.Int32;
}

/// <summary>The network's interface to the outside, which no pass changes.</summary>
/// <param name="Inputs">In declaration order.</param>
/// <param name="Outputs">In declaration order.</param>
/// <param name="Targets">One a loss, in declaration order.</param>
/// <param name="Parameters">In declaration order.</param>
internal sealed record Interface(
    EquatableArray<Port> Inputs, EquatableArray<Port> Outputs, EquatableArray<Port> Targets, EquatableArray<Parameter> Parameters)
{
    /// <summary>Tensors that are kept and saved but not trained, in declaration order.</summary>
    public EquatableArray<Parameter> States { get; init; }

    /// <summary>
    /// Whether a layer behaves otherwise in training than at inference, by its kind: a rate of 0 changes nothing about what code may set.
    /// </summary>
    public bool DiffersInTraining { get; init; }

    /// <summary>Whether a layer draws random numbers in Forward, by its kind.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Numbers of the inputs that have gradients: those of floats.</summary>
    public IEnumerable<int> FloatInputs => Enumerable.Range(0, Inputs.Count).Where(i => !Inputs[i].IsInteger);
}

/// <summary>A directed acyclic graph of operations in topological order.</summary>
/// <param name="Interface">What the outside sees.</param>
/// <param name="Nodes">Every node after its inputs; <c>Nodes[i].Id == i</c>.</param>
/// <param name="Roots">What is wanted of it.</param>
internal sealed record Graph(Interface Interface, EquatableArray<Node> Nodes, EquatableArray<Root> Roots)
{
    public Node this[int id] => Nodes[id];

    /// <summary>The node whose memory an alias shares.</summary>
    public int Base(int id)
    {
        while (Nodes[id].Operation.IsAlias)
            id = Nodes[id].Inputs[0];
        return id;
    }

    /// <summary>The value that a node's kernel makes beside its own; null where it makes none.</summary>
    public Node? CompanionOf(Node node) => node.Schedule.Beside == Companion.None
        ? null
        : Nodes.First(other => other.Schedule.IsMadeByInput && other.Inputs[0] == node.Id);

    /// <summary>How many steps a node computes at once, as if they were more samples.</summary>
    public int StepsOf(Node node) => node.Operation.SeesSteps || node.Operation.IsAlias ? 1
        : node.Inputs.Select(input => Nodes[input].Type).Append(node.Type).Where(type => type.Batched).Select(type => type.Steps).DefaultIfEmpty(1).Max();

    /// <summary>What a node's kernel reads and writes, after layout assignment.</summary>
    public KernelSignature SignatureOf(Node node, int batchCapacity)
    {
        // Steps of a sequence are a larger batch.
        var steps = StepsOf(node);
        return new KernelSignature(
            node.Operation,
            node.Schedule,
            node.Inputs.Select(input => OperandOf(Nodes[input])).ToEquatableArray(),
            OperandOf(node),
            checked(batchCapacity * steps)) { EndsExactly = node.Loop is not null };

        Operand OperandOf(Node value) => new(steps == 1 ? value.Type : value.Type with { Steps = 1 }, value.AssignedLayout);
    }

    /// <summary>How many nodes and roots read each node.</summary>
    public int[] CountUses()
    {
        var uses = new int[Nodes.Count];
        foreach (var node in Nodes)
        {
            foreach (var input in node.Inputs)
                uses[input]++;
        }

        foreach (var root in Roots)
            uses[root.Node]++;
        return uses;
    }
}
