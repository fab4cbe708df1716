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
    private readonly List<CallRun> written = new();

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
        Calls = new CallPlaces(program);
    }

    /// <summary>Where calls find their arguments.</summary>
    public CallPlaces Calls { get; }

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
    /// <param name="node">The value.</param>
    /// <param name="further">What is added to its place, as text: <c> + (96 * repetition)</c>.</param>
    public string At(Node node, string further = "")
    {
        var storage = program.Plan[node];
        var buffer = storage.Kind == StorageKind.Workspace ? Arena(storage.Arena) : storage.Kind.ToString().ToLowerInvariant();
        return $"{buffer}.At({PlaceOf(node)}{further})";
    }

    /// <summary>The span of the arena from a value on.</summary>
    public string From(Node node) => $"{Arena(program.Plan[node].Arena)}.From({PlaceOf(node)})";

    /// <summary>The element at which a kernel's scratch memory begins.</summary>
    public string AtScratch(Node node, string further = "") => $"{Arena(program.Plan.ScratchOf(node)!.Arena)}.At({PlaceOfScratch(node)}{further})";

    /// <summary>The constant with the offset of a kernel's scratch memory.</summary>
    public string PlaceOfScratch(Node node) => $"{Places}.{ScratchName(Values[node.Id])}";

    /// <summary>What scratch memory is called after the value that is computed with it.</summary>
    public static string ScratchName(string value) => "scratchOf" + Identifiers.Pascal(value.TrimStart('@'));

    /// <summary>Tells which calls were written: what only repetitions behind the first refer to needs no constants.</summary>
    public void Wrote(IEnumerable<CallRun> runs) => written.AddRange(runs);

    /// <summary>Offsets of the weights, and of their gradients, that written calls name.</summary>
    public IEnumerable<int> NamedWeights => written.SelectMany(run => run.Calls).SelectMany(Calls.ArgumentsOf)
        .Where(argument => argument.Storage is { Kind: StorageKind.Parameters or StorageKind.Gradients }).Select(argument => argument.Storage!.Offset);

    /// <summary>The constants of this program: names, offsets, and what lies there.</summary>
    public IEnumerable<(string Name, long Offset, string Description)> Constants()
    {
        var unnamed = FindUnnamed();
        foreach (var node in program.Graph.Nodes.Where(node => !unnamed.Contains(node.Id)))
        {
            if (Values.TryGetValue(node.Id, out var name) && program.Plan[node] is { Kind: StorageKind.Workspace or StorageKind.Prepared } storage)
                yield return (name, storage.Offset, ValueNames.Describe(node));
        }

        var called = new HashSet<int>(written.SelectMany(run => run.Calls).Select(call => call.Node.Id));
        foreach (var call in program.Calls.Where(call => called.Contains(call.Node.Id)))
        {
            if (program.Plan.ScratchOf(call.Node) is { } scratch)
                yield return (ScratchName(Values[call.Node.Id]), scratch.Offset, "scratch memory");
        }
    }

    /// <summary>Values that only repetitions behind the first refer to.</summary>
    private HashSet<int> FindUnnamed()
    {
        var named = new HashSet<int>(written.SelectMany(run => run.Calls).SelectMany(Calls.ArgumentsOf).Select(argument => argument.Node.Id));
        named.UnionWith(program.Graph.Roots.Select(root => program.Graph.Base(root.Node)));
        return new HashSet<int>(program.Calls.SelectMany(Calls.ArgumentsOf).Select(argument => argument.Node)
            .Where(node => !node.Operation.IsLeaf && !named.Contains(node.Id)).Select(node => node.Id));
    }
}
