using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>The kernels of a network by signature: layers and programs that need the same code share one.</summary>
internal sealed class KernelTable
{
    private readonly int batchCapacity;
    private readonly Dictionary<KernelSignature, NamedKernel> kernels = new();
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);

    public KernelTable(int batchCapacity) => this.batchCapacity = batchCapacity;

    /// <summary>All kernels: by layer as declared, forward before loss before backward.</summary>
    public IReadOnlyList<NamedKernel> InOrder(IReadOnlyList<string> layers)
    {
        var positions = layers.Select((layer, i) => (layer, i)).GroupBy(pair => pair.layer).ToDictionary(group => group.Key, group => group.First().i);
        return kernels.Values
            .Select((kernel, i) => (kernel, i))
            .OrderBy(pair => positions.TryGetValue(pair.kernel.Origin.Layer, out var position) ? position : int.MaxValue)
            .ThenBy(pair => pair.kernel.Origin.Phase)
            .ThenBy(pair => pair.i)
            .Select(pair => pair.kernel)
            .ToArray();
    }

    /// <summary>The kernel of a node; written and named when its signature is new.</summary>
    public NamedKernel Lower(Graph.Graph graph, Node node)
    {
        var signature = graph.SignatureOf(node, batchCapacity);
        if (kernels.TryGetValue(signature, out var known))
        {
            var user = node.Origin.ToString();
            if (!known.Users.Contains(user))
                known.Users.Add(user);
            return known;
        }

        var kernel = node.Operation.Lower(signature);
        var role = Role(graph, node, kernel);
        var named = new NamedKernel(
            Name(node.Origin, role), kernel, node.Origin, Purpose(node.Origin.Phase, role), Types(signature), new List<string> { node.Origin.ToString() });
        kernels.Add(signature, named);
        return named;
    }

    private static string Role(Graph.Graph graph, Node node, Kernel kernel) => (kernel.Role, node.Origin.Phase) switch
    {
        ("Map", Phase.Loss) when !node.Type.Batched => "Mean",
        ("Map", Phase.Loss) when graph.Nodes.Any(reader => reader.Origin.Phase == Phase.Loss && reader.Inputs.Contains(node.Id)) => "Terms",
        ("Map", Phase.Loss) => "Gradient",
        ("Map", Phase.Forward) => "Forward",
        ("Map", Phase.Backward) => "Gradient",
        ("Forward", Phase.Backward) => "DataGradient",
        ("Sum", Phase.Backward) when node.Operation is Ops.Reduce { Batch: true } => "BiasGradient",
        _ => kernel.Role,
    };

    private static string Purpose(Phase phase, string role) => (phase, role) switch
    {
        (Phase.Loss, "Gradient") => "gradient of the loss",
        (Phase.Loss, "Terms") => "what each sample adds to the loss",
        (Phase.Loss, "Sum" or "Mean") => "the loss, of all samples",
        (Phase.Loss, _) => "part of the loss or of its gradient",
        (_, "Forward") => "forward",
        (_, "ForwardBatch") => "forward, many samples at once",
        (_, "ChangeLayout" or "FromBlocks" or "ToBlocks") => (phase == Phase.Backward ? "backward" : "forward") + ", a value in another order",
        (_, "BiasGradient") => "backward, gradient of the bias: every sample and pixel adds its dy",
        (_, "WeightGradient") => "backward, gradient of the weights: what came in times what comes back",
        (_, "DataGradient") => "backward, gradient of the input: what comes back goes through the weights the other way",
        (_, "TransposeWeights") => "backward, preparation",
        (_, "TransformWeights") => "preparation of the weights",
        (Phase.Backward, "Gradient") => "backward, gradient of the input",
        (Phase.Backward, _) => "backward",
        _ => "forward, part of it",
    };

    private static string Types(KernelSignature signature) =>
        string.Join(", ", signature.Inputs.Select(Describe)) + " -> " + Describe(signature.Result);

    private static string Describe(Operand operand)
    {
        var dimensions = operand.Type.Batched ? new[] { "N" } : Array.Empty<string>();
        return "(" + string.Join(", ", dimensions.Concat(operand.Shape.Dimensions.Select(d => Literals.Integer(d)))) + ")";
    }

    private string Name(Origin origin, string role)
    {
        var layer = origin.Layer.Length == 0 ? "" : "_" + new string(origin.Layer.Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray());
        var name = $"{origin.Kind}{layer}_{role}";
        names.TryGetValue(name, out var count);
        names[name] = count + 1;
        return count == 0 ? name : name + (count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
