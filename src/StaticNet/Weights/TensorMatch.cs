namespace StaticNet;

/// <summary>Finds what is wanted in what a file has, and says what to do where it is not there.</summary>
internal static class TensorMatch
{
    /// <summary>Finds the network's tensors in a file of weights.</summary>
    /// <returns>The entries in the order of <paramref name="expected"/>; null for those that may be missing.</returns>
    /// <exception cref="WeightsFormatException">A tensor is missing, unexpected or has another shape.</exception>
    public static SafetensorsEntry?[] Weights(SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected, LoadOptions options)
    {
        SafetensorsEntry?[] matched = Find(header, expected);
        bool hasAny = matched.Any(entry => entry is not null);
        for (int i = 0; i < matched.Length; i++)
        {
            if (matched[i] is null && !(options.AllowMissing && hasAny))
                throw new WeightsFormatException(Missing(header, expected[i]) + MatchHint.OfMissing(header, expected, i, options));
        }

        if (!options.IgnoreExtra && FindExtra(header, expected) is { } extra)
            throw new WeightsFormatException(
                $"Tensor '{Quotation.Of(extra.Name)}' {extra.FormatShape()} is unexpected: the network has no tensor of that name."
                + MatchHint.OfExtra(header, extra));
        return matched;
    }

    /// <summary>Finds all of a training in a checkpoint.</summary>
    /// <inheritdoc cref="Weights"/>
    public static SafetensorsEntry?[] Checkpoint(SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected)
    {
        SafetensorsEntry?[] matched = Find(header, expected);
        int missing = Array.IndexOf(matched, null);
        if (missing >= 0)
            throw new WeightsFormatException(
                Missing(header, expected[missing]) + MatchHint.OfCheckpoint(header, expected[missing].Name));
        if (FindExtra(header, expected) is { } extra)
            throw new WeightsFormatException(
                $"Tensor '{Quotation.Of(extra.Name)}' {extra.FormatShape()} is unexpected: neither network nor optimizer has a "
                + $"tensor of that name.{MatchHint.OfCheckpoint(header, extra.Name)}");
        return matched;
    }

    private static SafetensorsEntry?[] Find(SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected)
    {
        var matched = new SafetensorsEntry?[expected.Length];
        for (int i = 0; i < matched.Length; i++)
        {
            if (!header.Entries.TryGetValue(expected[i].Name, out SafetensorsEntry? entry))
                continue;
            string name = Quotation.Of(entry.Name);
            if (!entry.HasShape(expected[i].Tensor.Shape))
                throw new WeightsFormatException(
                    $"Tensor '{name}': expected shape {RowMajor.Format(expected[i].Tensor.Shape)}, found {entry.FormatShape()}.");
            if (entry.Type is null)
                throw new WeightsFormatException(
                    $"Tensor '{name}': expected dtype F32, F16, BF16 or F64, found '{Quotation.Of(entry.TypeName)}'.");
            matched[i] = entry;
        }

        return matched;
    }

    private static SafetensorsEntry? FindExtra(SafetensorsHeader header, ReadOnlySpan<StoredTensor> expected)
    {
        var names = new HashSet<string>(expected.Length, StringComparer.Ordinal);
        foreach (StoredTensor stored in expected)
            names.Add(stored.Name);
        return header.Entries.Values.FirstOrDefault(entry => !names.Contains(entry.Name));
    }

    private static string Missing(SafetensorsHeader header, StoredTensor stored)
    {
        string[] names = [.. header.Entries.Keys.Order(StringComparer.Ordinal)];
        return $"Tensor '{Quotation.Of(stored.Name)}' is missing: expected it with shape {RowMajor.Format(stored.Tensor.Shape)}, "
            + $"found {(names.Length == 0 ? "no tensors" : Quotation.OfList(names))}.";
    }
}
