namespace StaticNet;

/// <summary>The flat parameters as runs of one group each, in order; a null group is the optimizer's own.</summary>
internal sealed class ParameterSegments
{
    private readonly (int End, ParameterGroup? Group)[] segments;

    private ParameterSegments((int End, ParameterGroup? Group)[] segments) => this.segments = segments;

    /// <summary>All parameters in one run.</summary>
    public static ParameterSegments Whole(int length) => new([(length, null)]);

    /// <summary>Finds each tensor's group: the last that has it.</summary>
    /// <exception cref="ArgumentException">A group has no tensor.</exception>
    public static ParameterSegments Of(ReadOnlySpan<TensorInfo> tensors, IReadOnlyList<ParameterGroup> groups)
    {
        TensorInfo[] parameters = [.. tensors.ToArray().Where(tensor => tensor.Kind == TensorKind.Parameter).OrderBy(tensor => tensor.Offset)];
        foreach (ParameterGroup group in groups)
        {
            if (!parameters.Any(group.Has))
            {
                throw new ArgumentException(
                    $"No parameter is in the group '{group.Pattern}'; the names are {Quotation.OfList(parameters.Select(tensor => tensor.Name).ToArray())}.");
            }
        }

        var segments = new List<(int End, ParameterGroup? Group)>();
        foreach (TensorInfo tensor in parameters)
        {
            // The buffer has no gaps, so a tensor ends where the next begins.
            int end = tensor.Offset + tensor.Length;
            ParameterGroup? group = tensor.IsFrozen ? ParameterGroup.Frozen : groups.LastOrDefault(candidate => candidate.Has(tensor));
            if (segments.Count > 0 && segments[^1].Group == group)
                segments[^1] = (end, group);
            else
                segments.Add((end, group));
        }

        return new ParameterSegments([.. segments]);
    }

    /// <summary>The runs within some of the parameters: where each begins and ends, counted over all of them.</summary>
    public Enumerator Within(int start, int end) => new(segments, start, end);

    /// <summary>Goes over runs without allocating.</summary>
    internal ref struct Enumerator((int End, ParameterGroup? Group)[] segments, int start, int end)
    {
        private int next;
        private int position = start;

        public (int Start, int End, ParameterGroup? Group) Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (next < segments.Length && segments[next].End <= position)
                next++;
            if (position >= end || next == segments.Length)
                return false;
            int stop = Math.Min(end, segments[next].End);
            Current = (position, stop, segments[next].Group);
            position = stop;
            return true;
        }
    }
}
