using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Emit;

/// <summary>Names of inputs, outputs and targets in the generated surface.</summary>
internal static class PortNames
{
    /// <summary>What methods that take spans call their other parameters, their variables and the fields that they use.</summary>
    private static readonly string[] Locals =
    {
        "count", "parameters", "gradients", "workspace", "tensors", "slices", "seed", "step", "batchCount", "sliceCount",
        "degreeOfParallelism", "lastCount", "network",
    };

    /// <summary><c>InputLength</c> and <c>OutputLength</c>, or a constant each where there are several; inputs come first.</summary>
    public static IReadOnlyList<string> LengthConstants(Interface ports)
    {
        var inputs = ports.Inputs.Count == 1 ? new[] { "InputLength" } : ports.Inputs.Select(port => Identifiers.Pascal(port.Name) + "Length");
        var outputs = ports.Outputs.Count == 1 ? new[] { "OutputLength" } : ports.Outputs.Select(port => Identifiers.Pascal(port.Name) + "Length");
        return Identifiers.Unique(inputs.Concat(outputs), "WorkspaceLength");
    }

    /// <summary>Parameter names: inputs, outputs, their gradients.</summary>
    public static (IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs) Parameters(Interface ports)
    {
        var inputs = ports.Inputs.Count == 1 ? new[] { "input" } : ports.Inputs.Select(port => Identifiers.Camel(port.Name)).ToArray();
        var outputs = ports.Outputs.Count == 1 ? new[] { "output" } : ports.Outputs.Select(port => Identifiers.Camel(port.Name)).ToArray();
        var unique = Identifiers.Unique(inputs.Concat(outputs), Locals.Concat(Entering(ports)).ToArray());
        return (unique.Take(inputs.Length).ToArray(), unique.Skip(inputs.Length).ToArray());
    }

    /// <summary>Parameter names of targets: labels or targets, after their loss where there are several.</summary>
    public static IReadOnlyList<string> Targets(Interface ports, IEnumerable<string> taken) => Identifiers.Unique(
        ports.Targets.Select(port => ports.Targets.Count == 1
            ? port.Element == ElementType.Label ? "labels" : "targets"
            : Identifiers.Camel((port.Name.All(c => char.IsDigit(c) || c == '.') ? "loss" : "") + port.Name + (port.Element == ElementType.Label ? ".labels" : ".targets"))),
        taken.Concat(Locals).Concat(Entering(ports)).ToArray());

    /// <summary>What an input is called that a kernel takes in from the caller's memory.</summary>
    public static string Entering(int input) => "entering" + Literals.Integer(input);

    /// <summary>Those names for all inputs: nothing else has them.</summary>
    public static IEnumerable<string> Entering(Interface ports) => Enumerable.Range(0, ports.Inputs.Count).Select(Entering);
}
