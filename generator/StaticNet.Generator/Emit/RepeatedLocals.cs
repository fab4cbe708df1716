using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>A reference to a value of one repetition.</summary>
/// <param name="Name">What it is called: as the value of the first repetition.</param>
/// <param name="Node">The value of the first repetition.</param>
/// <param name="Distance">How far that of the next lies behind it.</param>
internal sealed record RepeatedLocal(string Name, Node Node, long Distance);

/// <summary>
/// The values that repeated calls read and write. One value of the first repetition may be two of the others: what goes into a block is, for
/// the second, what came out of the first, while something that they all read stays where it is.
/// </summary>
internal sealed class RepeatedLocals
{
    private readonly CallRun run;
    private readonly ProgramNames names;
    private readonly Dictionary<(int Node, long Distance), RepeatedLocal> locals = new();

    public RepeatedLocals(CallRun run, ProgramNames names)
    {
        this.run = run;
        this.names = names;
        var scope = NameScope.Empty().With(names.Values.Values.ToArray());
        var seen = new HashSet<int>();
        var arguments =
            from call in Enumerable.Range(0, run.Calls.Count)
            let all = names.Calls.ArgumentsOf(run.Calls[call])
            from i in Enumerable.Range(0, all.Count)
            where all[i].Kind is KernelParameterKind.Source or KernelParameterKind.Target or KernelParameterKind.Companion
            select (all[i].Node, Distance: run.Distances[call][i]);
        foreach (var (node, distance) in arguments.Distinct())
        {
            // As the value of the first repetition, once.
            var name = seen.Add(node.Id) ? names.Values[node.Id] : scope.Declare(names.Values[node.Id]);
            locals.Add((node.Id, distance), new RepeatedLocal(name, node, distance));
        }
    }

    public IEnumerable<RepeatedLocal> InOrder => locals.Values.OrderBy(local => local.Node.Id).ThenBy(local => local.Distance);

    /// <summary>What is added to a place: <c> + (96 * repetition)</c>.</summary>
    public static string Further(long distance) => distance switch
    {
        0 => "",
        < 0 => $" - ({Literals.Integer(-distance)} * repetition)",
        _ => $" + ({Literals.Integer(distance)} * repetition)",
    };

    /// <summary>By what an argument of a call grows from one repetition to the next.</summary>
    public long DistanceOf(int call, int argument) => run.Distances[call][argument];

    /// <summary>The reference that an argument of a call is.</summary>
    public string NameOf(int call, int argument) =>
        locals[(names.Calls.ArgumentsOf(run.Calls[call])[argument].Node.Id, DistanceOf(call, argument))].Name;
}
