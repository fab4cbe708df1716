namespace StaticNet;

/// <summary>What somebody whose file does not fit can do about it.</summary>
internal static class MatchHint
{
    /// <summary>For weights of which one is missing.</summary>
    public static string OfMissing(
        SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected, int missing, LoadOptions options)
    {
        string name = expected[missing].Name[options.Prefix.Length..];
        if (FindPrefix(header, expected, name, options.Prefix) is { } prefix)
            return prefix.Length == 0
                ? $" The file's names begin with no prefix: load it without {nameof(LoadOptions)}.{nameof(LoadOptions.Prefix)}."
                : $" The file's names begin with '{Quotation.Of(prefix)}': load it with "
                    + $"new {nameof(LoadOptions)} {{ {nameof(LoadOptions.Prefix)} = \"{Quotation.Of(prefix)}\" }}.";
        if (options.AllowMissing)
            return $" {nameof(LoadOptions)}.{nameof(LoadOptions.AllowMissing)} holds for some of the tensors, and the file has none.";
        return $" If the file calls it otherwise, say so with {nameof(LoadOptions)}.{nameof(LoadOptions.Names)}; if it may keep the "
            + $"values that it has, load with new {nameof(LoadOptions)} {{ {nameof(LoadOptions.AllowMissing)} = true }}.";
    }

    /// <summary>For weights beside which there is something else.</summary>
    public static string OfExtra(SafetensorsHeader header, SafetensorsEntry extra) =>
        IsCheckpoint(header) && extra.Name.StartsWith(Checkpoint.StatePrefix, StringComparison.Ordinal)
            ? " The file is a training checkpoint; load it through a trainer, or its weights alone with "
                + $"new {nameof(LoadOptions)} {{ {nameof(LoadOptions.IgnoreExtra)} = true }}."
            : $" If the network is to do without, load with new {nameof(LoadOptions)} {{ {nameof(LoadOptions.IgnoreExtra)} = true }}.";

    /// <summary>For a checkpoint that has a tensor too few or too many.</summary>
    public static string OfCheckpoint(SafetensorsHeader header, string name)
    {
        if (!name.StartsWith(Checkpoint.StatePrefix, StringComparison.Ordinal))
            return " The checkpoint is of another network.";
        IEnumerable<string> settings = header.Metadata
            .Where(pair => pair.Key.StartsWith(Checkpoint.HyperparameterPrefix, StringComparison.Ordinal) && pair.Key != Checkpoint.OptimizerStepKey)
            .Select(pair => $"{pair.Key[Checkpoint.HyperparameterPrefix.Length..]} {pair.Value}");
        return " The checkpoint is of an optimizer with other state than this one. Create the optimizer as the one that was saved: "
            + $"{Quotation.OfList([.. settings])}.";
    }

    private static bool IsCheckpoint(SafetensorsHeader header) => header.Metadata.ContainsKey(Checkpoint.VersionKey);

    /// <summary>What stands before most of the expected names in the file, if that is not what was said to.</summary>
    private static string? FindPrefix(SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected, string name, string given)
    {
        string? best = null;
        int most = 0;
        foreach (string candidate in header.Entries.Keys)
        {
            if (!candidate.EndsWith(name, StringComparison.Ordinal))
                continue;
            string prefix = candidate[..^name.Length];
            if (prefix == given || (prefix.Length > 0 && !prefix.EndsWith('.')))
                continue;
            int found = 0;
            foreach (StoredTensor stored in expected)
                found += header.Entries.ContainsKey(string.Concat(prefix, stored.Name.AsSpan(given.Length))) ? 1 : 0;
            if (found > most || (found == most && string.CompareOrdinal(prefix, best) < 0))
                (best, most) = (prefix, found);
        }

        return 2 * most > expected.Length ? best : null;
    }
}
