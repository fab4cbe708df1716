using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>
/// An input or target of integers. Kernels index by a copy of them, which is checked after it was made: the caller's own may change
/// meanwhile, or be memory of the network's.
/// </summary>
/// <param name="Memory">The array with the copy, an element of the programs' class: <c>labels0</c>.</param>
/// <param name="Caller">The caller's span behind the surface.</param>
/// <param name="Port">Its shape, and what its elements are below.</param>
internal sealed record IntegerPort(string Memory, string Caller, Port Port)
{
    /// <summary>Elements of a sample.</summary>
    public string Length => Literals.Integer(Port.Shape.Length);
}

/// <summary>The integers that a network or a program takes, and how references to them are passed on.</summary>
internal static class IntegerPorts
{
    public static IEnumerable<IntegerPort> OfInputs(Interface ports) => ports.Inputs
        .Select((port, i) => new IntegerPort(PortNames.Indices(i), PortNames.Input(i), port)).Where(port => port.Port.IsInteger);

    public static IEnumerable<IntegerPort> OfTargets(Interface ports) => ports.Targets
        .Select((port, i) => new IntegerPort(PortNames.Target(ports, i), PortNames.CallersTarget(ports, i), port)).Where(port => port.Port.IsInteger);

    /// <summary>Those that a program takes: every input, and the targets that it reads.</summary>
    public static IReadOnlyList<IntegerPort> Of(CompiledProgram program)
    {
        var read = new HashSet<string>(program.Graph.Nodes.Select(node => MemoryOf(program.Graph.Interface, node)).OfType<string>());
        return OfInputs(program.Graph.Interface).Concat(OfTargets(program.Graph.Interface)).Where(port => read.Contains(port.Memory)).ToArray();
    }

    /// <summary>The memory of a leaf that is integers; null for any other node.</summary>
    public static string? MemoryOf(Interface ports, Node node) => node.Operation switch
    {
        NetworkInput { Element: ElementType.Int32 } input => PortNames.Indices(input.Index),
        Target { Element: ElementType.Int32 } target => PortNames.Target(ports, target.Index),
        _ => null,
    };

    /// <summary>Parameters of methods that run a program.</summary>
    public static IEnumerable<string> Parameters(CompiledProgram program) => Of(program).Select(port => "ref int " + port.Memory);

    /// <summary>Those parameters, passed on.</summary>
    public static IEnumerable<string> Arguments(CompiledProgram program) => Of(program).Select(port => "ref " + port.Memory);

    /// <summary>References to the copies of the whole batch.</summary>
    public static IEnumerable<string> OwnArguments(CompiledProgram program) => Of(program).Select(port => $"ref {port.Memory}[0]");

    /// <summary>References to a slice's part of the copies, which the first instance has.</summary>
    public static IEnumerable<string> SliceArguments(CompiledProgram program) =>
        Of(program).Select(port => $"ref Instance(0).{port.Memory}[First(slice) * {port.Length}]");
}
