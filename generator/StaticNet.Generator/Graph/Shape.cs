using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>Dimensions of one sample of a value (or of a parameter), as the user sees them: C, H, W without the batch.</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new(EquatableArray<int>.Empty);

    public int Rank => Dimensions.Count;

    public int this[int axis] => Dimensions[axis];

    /// <summary>The length of the last axis.</summary>
    public int Last => Dimensions[Rank - 1];

    /// <summary>The product of the dimensions; 1 for a scalar. Verified to fit in 31 bits when the graph is built.</summary>
    public int Length => (int)LongLength;

    /// <summary>The product of the dimensions, or <see cref="long.MaxValue"/> where it does not fit.</summary>
    public long LongLength
    {
        get
        {
            var length = 1L;
            foreach (var dimension in Dimensions)
            {
                if (dimension != 0 && length > long.MaxValue / dimension)
                    return long.MaxValue;
                length *= dimension;
            }

            return length;
        }
    }

    public static Shape Of(params int[] dimensions) => new(EquatableArray<int>.Of(dimensions));

    /// <summary>The axes before the last <paramref name="count"/>.</summary>
    public Shape Leading(int count) => new(Dimensions.Take(Rank - count).ToEquatableArray());

    /// <summary>The same shape with another length of the last axis.</summary>
    public Shape WithLast(int length) => new(Dimensions.Take(Rank - 1).Append(length).ToEquatableArray());

    /// <summary>The same shape with another length of one axis.</summary>
    public Shape With(int axis, int length) => new(Dimensions.Select((dimension, i) => i == axis ? length : dimension).ToEquatableArray());

    /// <summary>The same shape with an axis of length 1 more.</summary>
    public Shape Insert(int axis) => new(Dimensions.Take(axis).Append(1).Concat(Dimensions.Skip(axis)).ToEquatableArray());

    /// <summary>The same shape without the given axes; (1) where none is left, as a value has at least one.</summary>
    public Shape Without(IReadOnlyCollection<int> axes) =>
        new(axes.Count == Rank ? EquatableArray<int>.Of(1) : Dimensions.Where((_, axis) => !axes.Contains(axis)).ToEquatableArray());

    /// <summary>The same shape with the given axes kept as 1.</summary>
    public Shape Reduce(IReadOnlyCollection<int> axes) =>
        new(Dimensions.Select((dimension, axis) => axes.Contains(axis) ? 1 : dimension).ToEquatableArray());

    public override string ToString() => "(" + string.Join(", ", Dimensions) + ")";
}
