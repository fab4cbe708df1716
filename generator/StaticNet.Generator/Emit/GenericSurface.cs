using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes the members by which generic code drives the network, <c>INetwork&lt;TSelf&gt;</c>: explicit ones, so that they meet no others.
/// </summary>
internal static class GenericSurface
{
    /// <summary>The interface as the network's class names it.</summary>
    public static string Interface(string network) => $"global::StaticNet.INetwork<{network}>";

    /// <summary>Where the ports are described, among the programs.</summary>
    public static void WritePorts(CodeWriter writer, GeneratedNames names)
    {
        if (!names.Network.Spec.Target.StaticAbstracts)
            return;
        Write("Inputs", names.Ports.Inputs);
        Write("Outputs", names.Ports.Outputs);

        void Write(string name, IEnumerable<Port> ports)
        {
            var infos = ports.Select(port => $"global::StaticNet.Runtime.Ports.{(port.IsInteger ? "Integers" : "Floats")}("
                + $"{Literals.Text(port.Name)}, {InstanceWriter.Array(port.Shape.Dimensions)})");
            writer.Line($"internal static readonly global::StaticNet.PortInfo[] {name} = {{ {string.Join(", ", infos)} }};");
        }
    }

    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        if (!names.Network.Spec.Target.StaticAbstracts)
            return;
        var (ports, self) = (names.Ports, Interface(names.Network.Spec.Name));
        var floats = ports.FloatInputs.Select(i => ports.Inputs[i]).ToArray();
        var integers = ports.Inputs.Where(port => port.IsInteger).ToArray();
        Property("int", "BatchCapacity", "BatchCapacity");
        Property("int", "InputLength", Total(floats));
        Property("int", "IntegerLength", Total(integers));
        Property("int", "OutputLength", Total(ports.Outputs));
        Property("global::System.ReadOnlySpan<global::StaticNet.PortInfo>", "Inputs", names.QualifiedPrograms + ".Inputs");
        Property("global::System.ReadOnlySpan<global::StaticNet.PortInfo>", "Outputs", names.QualifiedPrograms + ".Outputs");
        writer.Block($"void {self}.Forward({SurfaceWriter.ReadOnlySpan} inputs, global::System.ReadOnlySpan<int> integers, {SurfaceWriter.Span} outputs, int count)", () =>
        {
            writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
            Check("inputs", Total(floats));
            Check("integers", Total(integers));
            Check("outputs", Total(ports.Outputs));
            var arguments = ports.Inputs.SelectMany((port, i) => port.IsInteger
                ? new[] { Slice("integers", ports.Inputs.Take(i).Where(other => other.IsInteger), port), Literals.Text("integers") }
                : new[] { Slice("inputs", ports.Inputs.Take(i).Where(other => !other.IsInteger), port) });
            writer.Line($"{GeneratedNames.Field}.Forward({ArgumentList.Of(arguments.Concat(ports.Outputs.Select((port, i) => Slice("outputs", ports.Outputs.Take(i), port))), "count")});");
        });
        writer.Line();
        writer.Block($"void {self}.Backward({SurfaceWriter.ReadOnlySpan} outputGradients, {SurfaceWriter.Span} inputGradients, int count)", () =>
        {
            if (!names.Network.HasBackward)
            {
                writer.Line($"throw new global::System.NotSupportedException({Literals.Text($"{names.Network.Spec.Name.TrimStart('@')} is compiled for inference, which has no Backward; write For = Purpose.Gradients in [Network].")});");
                return;
            }

            writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
            Check("outputGradients", Total(ports.Outputs));
            writer.Line("bool toInput = !inputGradients.IsEmpty;");
            writer.Line("if (toInput)");
            writer.Indented(() => Check("inputGradients", Total(floats)));
            var gradients = floats.Select((port, i) => $"toInput ? {Slice("inputGradients", floats.Take(i), port)} : default");
            writer.Line($"{GeneratedNames.Field}.Backward({ArgumentList.Of(ports.Outputs.Select((port, i) => Slice("outputGradients", ports.Outputs.Take(i), port))
                .Concat(gradients), "true", "false")});");
        });
        writer.Line();

        void Property(string type, string name, string value)
        {
            writer.Line($"static {type} {self}.{name} => {value};");
            writer.Line();
        }

        void Check(string name, string length) => writer.Line(ForwardSurface.CheckOf("BatchLength", name, $"count, {length}"));
    }

    /// <summary>The same members without what they do.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="network">The network's class.</param>
    /// <param name="failure">What they throw.</param>
    public static void WriteOutline(CodeWriter writer, string network, string failure)
    {
        var self = Interface(network);
        foreach (var (type, name) in new[]
        {
            ("int", "BatchCapacity"), ("int", "InputLength"), ("int", "IntegerLength"), ("int", "OutputLength"),
            ("global::System.ReadOnlySpan<global::StaticNet.PortInfo>", "Inputs"), ("global::System.ReadOnlySpan<global::StaticNet.PortInfo>", "Outputs"),
        })
        {
            writer.Line($"static {type} {self}.{name} => throw {failure};");
        }

        writer.Line($"void {self}.Forward({SurfaceWriter.ReadOnlySpan} inputs, global::System.ReadOnlySpan<int> integers, {SurfaceWriter.Span} outputs, int count) => throw {failure};");
        writer.Line($"void {self}.Backward({SurfaceWriter.ReadOnlySpan} outputGradients, {SurfaceWriter.Span} inputGradients, int count) => throw {failure};");
    }

    private static string Total(IEnumerable<Port> ports) => Literals.Integer(ports.Sum(port => port.Shape.LongLength));

    /// <summary>The part of a span that a port has, behind those of others.</summary>
    private static string Slice(string span, IEnumerable<Port> before, Port port)
    {
        var start = before.Any() ? "count * " + Total(before) : "0";
        return $"{span}.Slice({start}, count * {Literals.Integer(port.Shape.Length)})";
    }
}
