using System.Collections.ObjectModel;

namespace StaticNet;

/// <summary>
/// How a file of weights may differ from its network. Without any of this it holds exactly the network's tensors, under their
/// names.
/// </summary>
/// <remarks>Shapes may never differ: a tensor of another shape is refused whatever the options.</remarks>
public sealed class LoadOptions
{
    private string prefix = "";
    private IReadOnlyDictionary<string, string> names = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// What stands before every name in the file: <c>model.</c> where the network was part of a larger module, <c>module.</c>
    /// where torch.nn.DataParallel wrapped it, <c>_orig_mod.</c> where torch.compile did. Empty unless set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string Prefix
    {
        get => prefix;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            prefix = value;
        }
    }

    /// <summary>
    /// What the file calls the network's tensors or layers, by their names in the network: <c>["0"] = "conv1"</c> finds
    /// <c>0.weight</c> as <c>conv1.weight</c>, <c>["0.weight"] = "kernel"</c> finds that one as <c>kernel</c>. The longest name that
    /// fits decides; <see cref="Prefix"/> comes before it. Empty unless set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyDictionary<string, string> Names
    {
        get => names;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            names = value;
        }
    }

    /// <summary>Whether the file may have tensors that the network has not, of any type and shape.</summary>
    public bool IgnoreExtra { get; init; }

    /// <summary>
    /// Whether the file may lack tensors of the network, which stay as they are. A file with none of them is refused still.
    /// </summary>
    public bool AllowMissing { get; init; }

    /// <summary>Whether a file with an infinity or NaN is refused.</summary>
    public bool RequireFinite { get; init; }

    internal static LoadOptions Exact { get; } = new();

    internal static LoadOptions ExactAndFinite { get; } = new() { RequireFinite = true };

    /// <summary>What the file calls the network's tensors.</summary>
    /// <exception cref="ArgumentException">One of <see cref="Names"/> is of no tensor and no layer of the network.</exception>
    internal StoredTensor[] NamesInFile(ReadOnlySpan<TensorInfo> tensors)
    {
        var stored = new StoredTensor[tensors.Length];
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < stored.Length; i++)
            stored[i] = new StoredTensor(prefix + NameInFile(tensors[i].Name, used), tensors[i]);
        foreach (string name in names.Keys)
        {
            if (!used.Contains(name))
                throw new ArgumentException(
                    $"{nameof(LoadOptions)}.{nameof(Names)}: '{Quotation.Of(name)}' names no tensor and no layer of the network.", "options");
        }

        return stored;
    }

    private string NameInFile(string name, HashSet<string> used)
    {
        if (names.Count == 0)
            return name;
        string? result = null;
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            string part = name[..end];
            if (!names.TryGetValue(part, out string? other))
                continue;

            // A layer that is nothing but its tensors in the file has no dot before them.
            used.Add(part);
            result ??= other.Length == 0 ? name[end..].TrimStart('.') : other + name[end..];
        }

        return result ?? name;
    }
}
