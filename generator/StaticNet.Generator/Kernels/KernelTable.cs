using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels;

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
        var signature = Passes.MemoryPlan.SignatureOf(graph, node, batchCapacity);
        if (kernels.TryGetValue(signature, out var known))
        {
            var user = node.Origin.ToString();
            if (!known.Users.Contains(user))
                known.Users.Add(user);
            return known;
        }

        var kernel = node.Operation.Lower(signature);
        var named = new NamedKernel(Name(node, kernel), kernel, node.Origin, new List<string> { node.Origin.ToString() });
        kernels.Add(signature, named);
        return named;
    }

    private string Name(Node node, Kernel kernel)
    {
        var origin = node.Origin;
        var isBackward = origin.Phase == Phase.Backward;
        var role = (kernel.Role, isBackward) switch
        {
            ("Map", false) => origin.Phase == Phase.Loss ? "Terms" : "Forward",
            ("Map", true) => "Gradient",
            ("Forward", true) => "DataGradient",
            ("Sum", true) when node.Operation is Ops.Reduce { Batch: true } => "BiasGradient",
            _ => kernel.Role,
        };
        var layer = origin.Layer.Length == 0 ? "" : "_" + new string(origin.Layer.Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray());
        var name = $"{origin.Kind}{layer}_{role}";
        names.TryGetValue(name, out var count);
        names[name] = count + 1;
        return count == 0 ? name : name + (count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
