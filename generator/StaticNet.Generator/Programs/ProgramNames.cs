using StaticNet.Generator.Graph;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>
/// What the values of a program are called, and the constants that say where they lie: each offset stands once in the generated code, so
/// that a change of a shape changes few lines of it.
/// </summary>
internal sealed class ProgramNames
{
    /// <summary>The class of constants for weights and their gradients, which all programs share.</summary>
    public const string WeightPlaces = "WeightPlaces";

    /// <summary>The class of constants for states.</summary>
    public const string StatePlaces = "StatePlaces";

    private readonly CompiledProgram program;
    private readonly IReadOnlyDictionary<int, string> weights;
    private readonly IReadOnlyDictionary<int, string> states;

    /// <param name="name">The program in the names of its methods.</param>
    /// <param name="program">What it runs.</param>
    /// <param name="weights">What the weights are called, by their offset.</param>
    /// <param name="states">What the states are called, by their offset.</param>
    public ProgramNames(string name, CompiledProgram program, IReadOnlyDictionary<int, string> weights, IReadOnlyDictionary<int, string> states)
    {
        Name = name;
        this.program = program;
        this.weights = weights;
        this.states = states;
        Values = ValueNames.Of(program);
    }

    /// <summary>The program in the names of its methods.</summary>
    public string Name { get; }

    /// <summary>A name for every value.</summary>
    public IReadOnlyDictionary<int, string> Values { get; }

    /// <summary>The class of constants for the values of this program.</summary>
    public string Places => Name + "Places";

    /// <summary>Whether these are the names of that program.</summary>
    public bool IsOf(CompiledProgram other) => ReferenceEquals(program, other);

    /// <summary>The constant with the offset of a value within its buffer.</summary>
    public string PlaceOf(Node node)
    {
        var storage = program.Plan[node];
        return storage.Kind switch
        {
            StorageKind.Parameters or StorageKind.Gradients => $"{WeightPlaces}.{weights[storage.Offset]}",
            StorageKind.States => $"{StatePlaces}.{states[storage.Offset]}",
            _ => $"{Places}.{Values[program.Graph.Base(node.Id)]}",
        };
    }

    /// <summary>The buffer with an arena.</summary>
    public static string Arena(int index) => index == 0 ? "workspace" : "workspace" + Literals.Integer(index + 1);

    /// <summary>The element of the buffer at which a value begins.</summary>
    public string At(Node node)
    {
        var storage = program.Plan[node];
        var buffer = storage.Kind == StorageKind.Workspace ? Arena(storage.Arena) : storage.Kind.ToString().ToLowerInvariant();
        return $"{buffer}.At({PlaceOf(node)})";
    }

    /// <summary>The span of the arena from a value on.</summary>
    public string From(Node node) => $"{Arena(program.Plan[node].Arena)}.From({PlaceOf(node)})";

    /// <summary>The element at which a kernel's scratch memory begins.</summary>
    public string AtScratch(Node node) => $"{Arena(program.Plan.ScratchOf(node)!.Arena)}.At({PlaceOfScratch(node)})";

    /// <summary>The constant with the offset of a kernel's scratch memory.</summary>
    public string PlaceOfScratch(Node node) => $"{Places}.{ScratchName(Values[node.Id])}";

    /// <summary>What scratch memory is called after the value that is computed with it.</summary>
    public static string ScratchName(string value) => "scratchOf" + Identifiers.Pascal(value.TrimStart('@'));

    /// <summary>The constants of this program: names, offsets, and what lies there.</summary>
    public IEnumerable<(string Name, long Offset, string Description)> Constants()
    {
        foreach (var node in program.Graph.Nodes)
        {
            if (Values.TryGetValue(node.Id, out var name) && program.Plan[node] is { Kind: StorageKind.Workspace or StorageKind.Prepared } storage)
                yield return (name, storage.Offset, ValueNames.Describe(node));
        }

        foreach (var call in program.Calls)
        {
            if (program.Plan.ScratchOf(call.Node) is { } scratch)
                yield return (ScratchName(Values[call.Node.Id]), scratch.Offset, "scratch memory");
        }
    }
}
