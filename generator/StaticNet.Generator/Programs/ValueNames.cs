using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>What the values of a program are called in the generated code.</summary>
internal static class ValueNames
{
    /// <summary>Arenas of 2 GB beside the first, of which a workspace of 8 GB has room for.</summary>
    private const int MostArenas = 8;

    /// <summary>Shape and layout.</summary>
    public static string Describe(Node node)
    {
        var shape = "(" + string.Join(", ", (node.Type.Batched ? new[] { "N" } : Array.Empty<string>()).Concat(node.Shape.Dimensions.Select(d => Literals.Integer(d)))) + ")";
        if (node.Type.Steps > 1)
            shape += $" of {Literals.Integer(node.Type.Steps)} steps";
        return node.AssignedLayout.IsRowMajor ? shape : shape + ", " + node.AssignedLayout;
    }

    /// <summary>
    /// What is visible where values are named: members of the programs' class, and what methods that run programs call their other
    /// parameters.
    /// </summary>
    public static NameScope Scope(Interface ports) => NameScope.Empty()
        .With("workspace", "parameters", "gradients", "states", "prepared", "firstSample", "count", "seed", "step", "toInput", "toParameters", "t", "repetition")
        .With(Enumerable.Range(1, MostArenas).Select(ProgramNames.Arena).ToArray())
        .With(ports.Inputs.Select((_, i) => PortNames.Entering(i)).ToArray())
        .With(ports.Inputs.Select((_, i) => PortNames.Indices(i)).ToArray())
        .With(ports.Targets.Select((_, i) => PortNames.Target(ports, i)).ToArray());

    /// <summary>A name for every weight tensor.</summary>
    public static IReadOnlyList<string> OfParameters(Interface ports) => OfTensors(ports).Take(ports.Parameters.Count).ToArray();

    /// <summary>A name for every state.</summary>
    public static IReadOnlyList<string> OfStates(Interface ports) => OfTensors(ports).Skip(ports.Parameters.Count).ToArray();

    private static IReadOnlyList<string> OfTensors(Interface ports) =>
        Scope(ports).Declare(ports.Parameters.Concat(ports.States).Select(tensor => Identifiers.Camel(tensor.Name)));

    /// <summary>A name for every value: after its layer, gradients with a d before it.</summary>
    public static IReadOnlyDictionary<int, string> Of(CompiledProgram compiled)
    {
        var parameterNames = OfParameters(compiled.Graph.Interface);
        var stateNames = OfStates(compiled.Graph.Interface);
        var nodes = compiled.Graph.Nodes.Where(node => !node.Operation.IsAlias).ToArray();
        var roots = compiled.Graph.Roots.Where(root => root.Kind == RootKind.ParameterGradient)
            .GroupBy(root => compiled.Graph.Base(root.Node)).ToDictionary(group => group.Key, group => group.First().Index);
        string ParameterName(int id) => compiled.Graph[compiled.Graph.Base(id)].Operation is NetworkParameter parameter ? parameterNames[parameter.Index] : "weights";
        var proposals = nodes.Select(Propose).ToArray();
        var unique = Scope(compiled.Graph.Interface).Declare(proposals);
        return nodes.Select((node, i) => (node.Id, Name: unique[i])).ToDictionary(pair => pair.Id, pair => pair.Name);

        string Propose(Node node) => node.Operation switch
        {
            NetworkParameter parameter => parameterNames[parameter.Index],
            NetworkState state => stateNames[state.Index],
            Duplicate { Index: < 0 } => "next" + Identifiers.Pascal(node.Origin.Kind + "." + node.Origin.Layer),
            Duplicate { Kind: RootKind.StateUpdate } update => "new" + Identifiers.Pascal(compiled.Graph.Interface.States[update.Index].Name),
            NetworkInput input => Identifiers.Camel(compiled.Graph.Interface.Inputs[input.Index].Name),
            InverseBatchSize => "inverseBatchSize",
            PreviousState => "previous" + Identifiers.Pascal(node.Origin.Kind + "." + node.Origin.Layer),
            Target target => "targetOf" + Identifiers.Pascal(compiled.Graph.Interface.Targets[target.Index].Name),
            OutputGradient gradient => "d" + Identifiers.Pascal(compiled.Graph.Interface.Outputs[gradient.Index].Name),
            _ when roots.TryGetValue(node.Id, out var parameter) => "d" + Identifiers.Pascal(compiled.Graph.Interface.Parameters[parameter].Name),
            ChangeLayout change => Propose(compiled.Graph[compiled.Graph.Base(node.Inputs[0])]) + Order(change.To),
            TransposeDenseWeights or TransposeConvolutionWeights => ParameterName(node.Inputs[0]) + "Transposed",
            WinogradWeights when compiled.Graph[node.Inputs[0]].Operation is TransposeConvolutionWeights =>
                ParameterName(compiled.Graph[node.Inputs[0]].Inputs[0]) + "TransposedPoints",
            WinogradWeights => ParameterName(node.Inputs[0]) + "Points",
            _ when node.Origin.Phase == Phase.Backward => "dInputOf" + Identifiers.Pascal(node.Origin.Kind + "." + node.Origin.Layer),
            _ => Identifiers.Camel(node.Origin.Kind + "." + node.Origin.Layer),
        };
    }

    private static string Order(Layout layout) => layout.InBlocks ? "InBlocks" : layout.IsRowMajor ? "RowMajor"
        : layout.Grid.Rank == 3 && layout.IsEquivalentTo(Layout.ChannelsLast(layout.Grid) with { Border = layout.Border }) ? "ChannelsLast" : "Rearranged";
}
