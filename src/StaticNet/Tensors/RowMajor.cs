namespace StaticNet;

/// <summary>Where the elements of a strided tensor lie, visited in row-major order of its shape.</summary>
/// <remarks>
/// A row is the last dimension. Offsets are computed from the row's number by division, so that no rank is too high and
/// nothing is kept between calls.
/// </remarks>
internal static class RowMajor
{
    /// <summary>The number of elements of <paramref name="shape"/>; 1 for rank 0.</summary>
    /// <exception cref="OverflowException">The product does not fit an <see cref="int"/>.</exception>
    public static int Length(ReadOnlySpan<int> shape)
    {
        int length = 1;
        foreach (int size in shape)
            length = checked(length * size);
        return length;
    }

    /// <summary>The length of a row: the last dimension, or 1 for rank 0.</summary>
    public static int RowLength(ReadOnlySpan<int> shape) => shape.Length == 0 ? 1 : shape[^1];

    /// <summary>The distance of neighbours in a row.</summary>
    public static int RowStride(ReadOnlySpan<int> strides) => strides.Length == 0 ? 1 : strides[^1];

    /// <summary>The offset of the first element of row number <paramref name="row"/>.</summary>
    public static int RowOffset(int row, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides)
    {
        int offset = 0;
        for (int dimension = shape.Length - 2; dimension >= 0; dimension--)
        {
            (row, int index) = Math.DivRem(row, shape[dimension]);
            offset += index * strides[dimension];
        }

        return offset;
    }

    /// <summary>Whether the elements, in row-major order, follow one another without gaps.</summary>
    public static bool IsContiguous(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides)
    {
        int expected = 1;
        for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            // The stride of a dimension of size 1 is never multiplied by anything but 0.
            if (shape[dimension] != 1 && strides[dimension] != expected)
                return false;
            expected *= shape[dimension];
        }

        return true;
    }

    /// <summary>The number of floats from the first to the last element, both counted.</summary>
    /// <exception cref="ArgumentException">The ranks differ, a size or stride is negative, or the extent overflows.</exception>
    public static int Extent(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides)
    {
        if (shape.Length != strides.Length)
            throw new ArgumentException(
                $"A shape of rank {shape.Length} needs as many strides, but {strides.Length} were given.");
        long last = 0;
        long length = 1;
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            if (shape[dimension] < 0 || strides[dimension] < 0)
                throw new ArgumentException(
                    $"Dimension {dimension} has size {shape[dimension]} and stride {strides[dimension]}; neither may be "
                    + "negative.");
            last += (shape[dimension] - 1L) * strides[dimension];
            length *= shape[dimension];
            if (last > int.MaxValue - 1 || length > int.MaxValue)
                throw new ArgumentException($"The shape {Format(shape)} is larger than {int.MaxValue} elements.");
        }

        return length == 0 ? 0 : (int)last + 1;
    }

    /// <summary>A shape as messages show it, for example <c>[6, 1, 5, 5]</c>.</summary>
    public static string Format(ReadOnlySpan<int> shape) => Quotation.OfShape(shape);
}
