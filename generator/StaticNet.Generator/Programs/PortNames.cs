using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>
/// Names of inputs, outputs and targets: those of the public surface, which come from the declaration, and those of the code behind it,
/// which are numbers.
/// </summary>
internal static class PortNames
{
    /// <summary><c>InputLength</c> and <c>OutputLength</c>, or a constant each where there are several; inputs come first.</summary>
    public static IReadOnlyList<string> LengthConstants(Interface ports)
    {
        var inputs = ports.Inputs.Count == 1 ? new[] { "InputLength" } : ports.Inputs.Select(port => Identifiers.Pascal(port.Name) + "Length");
        var outputs = ports.Outputs.Count == 1 ? new[] { "OutputLength" } : ports.Outputs.Select(port => Identifiers.Pascal(port.Name) + "Length");
        return NameScope.Empty().With("WorkspaceLength").Declare(inputs.Concat(outputs));
    }

    /// <summary>What the surface calls the inputs and outputs of one sample.</summary>
    public static (IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs) Parameters(Interface ports)
    {
        var inputs = ports.Inputs.Count == 1 ? new[] { "input" } : ports.Inputs.Select(port => Identifiers.Camel(port.Name)).ToArray();
        var outputs = ports.Outputs.Count == 1 ? new[] { "output" } : ports.Outputs.Select(port => Identifiers.Camel(port.Name)).ToArray();
        var unique = NameScope.Empty().With("count").Declare(inputs.Concat(outputs));
        return (unique.Take(inputs.Length).ToArray(), unique.Skip(inputs.Length).ToArray());
    }

    /// <summary>What the surface calls gradients of outputs, then those of inputs of floats.</summary>
    public static (IReadOnlyList<string> OfOutputs, IReadOnlyList<string> OfInputs) Gradients(Interface ports)
    {
        var (inputs, outputs) = Parameters(ports);
        var unique = NameScope.Empty().Declare(outputs.Concat(ports.FloatInputs.Select(i => inputs[i])).Select(name => name.TrimStart('@') + "Gradient"));
        return (unique.Take(outputs.Count).ToArray(), unique.Skip(outputs.Count).ToArray());
    }

    /// <summary>What the surface calls the inputs and targets of a trainer: labels or targets, after their loss where there are several.</summary>
    public static (IReadOnlyList<string> Inputs, IReadOnlyList<string> Targets) Trainer(Interface ports)
    {
        var inputs = ports.Inputs.Count == 1 ? new[] { "inputs" } : Parameters(ports).Inputs;
        var scope = NameScope.Empty().With("count");
        var names = scope.Declare(inputs);
        return (names, scope.Declare(ports.Targets.Select(port => ports.Targets.Count == 1
            ? port.Element == ElementType.Int32 ? "labels" : "targets"
            : Identifiers.Camel((port.Name.All(c => char.IsDigit(c) || c == '.') ? "loss" : "") + port.Name + (port.Element == ElementType.Int32 ? ".labels" : ".targets")))));
    }

    /// <summary>An input behind the surface.</summary>
    public static string Input(int index) => "input" + Literals.Integer(index);

    /// <summary>An output behind the surface.</summary>
    public static string Output(int index) => "output" + Literals.Integer(index);

    /// <summary>The gradient of an input behind the surface.</summary>
    public static string InputGradient(int index) => "inputGradient" + Literals.Integer(index);

    /// <summary>The gradient of an output behind the surface.</summary>
    public static string OutputGradient(int index) => "outputGradient" + Literals.Integer(index);

    /// <summary>A target behind the surface: labels are called so, whose memory is the network's own.</summary>
    public static string Target(Interface ports, int index) =>
        (ports.Targets[index].Element == ElementType.Int32 ? "labels" : "target") + Literals.Integer(index);

    /// <summary>The same as the caller gave it.</summary>
    public static string CallersTarget(Interface ports, int index) =>
        (ports.Targets[index].Element == ElementType.Int32 ? "callersLabels" : "target") + Literals.Integer(index);

    /// <summary>What an input is called that a kernel takes in from the caller's memory.</summary>
    public static string Entering(int input) => "entering" + Literals.Integer(input);

    /// <summary>The memory in which an input of integers is checked, and stays for Backward.</summary>
    public static string Indices(int input) => "indices" + Literals.Integer(input);

    /// <summary>How the caller knows an input of integers, which only he does.</summary>
    public static string Argument(int input) => "argument" + Literals.Integer(input);

    /// <summary>The type of a port's elements.</summary>
    public static string ElementOf(Port port) => port.IsInteger ? "int" : "float";

    /// <summary>The type in which the caller gives an input or a target.</summary>
    public static string Sources(Port port) => $"global::System.ReadOnlySpan<{ElementOf(port)}>";

    /// <summary>Parameters behind the surface for the caller's inputs.</summary>
    public static IEnumerable<string> InputParameters(Interface ports) => ports.Inputs.SelectMany((port, i) => port.IsInteger
        ? new[] { $"ReadOnlySpan<int> {Input(i)}", $"string {Argument(i)}" }
        : new[] { $"ReadOnlySpan<float> {Input(i)}" });

    /// <summary>Inputs of floats behind the surface, which are copied to the arena or enter by kernels.</summary>
    public static IReadOnlyList<string> FloatInputs(Interface ports) => ports.FloatInputs.Select(Input).ToArray();
}
