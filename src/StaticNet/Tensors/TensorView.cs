using System.Diagnostics.CodeAnalysis;

namespace StaticNet;

/// <summary>
/// A tensor in the shape in which the user declared it (that of PyTorch), seen over the memory in which the compiler laid it
/// out. Nothing is copied: writing through the view writes the network's own buffer.
/// </summary>
public readonly ref struct TensorView
{
    private readonly Span<float> storage;
    private readonly ReadOnlySpan<int> shape;
    private readonly ReadOnlySpan<int> grid;
    private readonly ReadOnlySpan<int> strides;

    /// <summary>
    /// Creates a view over <paramref name="storage"/>, whose first float is the element at index 0 of every dimension.
    /// </summary>
    /// <param name="storage">The memory, at least up to the last element.</param>
    /// <param name="shape">The size of each dimension; empty for a scalar.</param>
    /// <param name="strides">For each dimension, the distance of neighbours in floats.</param>
    /// <exception cref="ArgumentException">
    /// The ranks differ, a size or a stride is negative, or the storage ends before the last element.
    /// </exception>
    public TensorView(Span<float> storage, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides)
        : this(storage, shape, shape, strides)
    {
    }

    /// <summary>A view whose dimensions are split in memory: see <see cref="TensorInfo.Grid"/>.</summary>
    internal TensorView(Span<float> storage, ReadOnlySpan<int> shape, ReadOnlySpan<int> grid, ReadOnlySpan<int> strides)
    {
        int extent = RowMajor.Extent(grid, strides);
        if (storage.Length < extent)
            throw new ArgumentException(
                $"The storage has {storage.Length} floats, but shape {RowMajor.Format(shape)} with strides "
                + $"{RowMajor.Format(strides)} needs {extent}.", nameof(storage));
        this.storage = storage[..extent];
        this.shape = shape;
        this.grid = grid;
        this.strides = strides;
        Length = RowMajor.Length(shape);
    }

    /// <summary>The size of each dimension.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>The number of dimensions.</summary>
    public int Rank => shape.Length;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether the elements lie one after another in row-major order.</summary>
    public bool IsContiguous => RowMajor.IsContiguous(grid, strides);

    /// <summary>The element at one index of a tensor of rank 1.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 1.</exception>
    /// <exception cref="IndexOutOfRangeException">The index is not within the shape.</exception>
    public ref float this[int i]
    {
        get
        {
            CheckRank(1);
            return ref storage[Place(At(0, i))];
        }
    }

    /// <summary>The element at two indices of a tensor of rank 2.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 2.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is not within the shape.</exception>
    public ref float this[int i, int j]
    {
        get
        {
            CheckRank(2);
            return ref storage[Place(At(0, i) + At(1, j))];
        }
    }

    /// <summary>The element at three indices of a tensor of rank 3.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 3.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is not within the shape.</exception>
    public ref float this[int i, int j, int k]
    {
        get
        {
            CheckRank(3);
            return ref storage[Place(At(0, i) + At(1, j) + At(2, k))];
        }
    }

    /// <summary>The element at four indices of a tensor of rank 4.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 4.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is not within the shape.</exception>
    public ref float this[int i, int j, int k, int l]
    {
        get
        {
            CheckRank(4);
            return ref storage[Place(At(0, i) + At(1, j) + At(2, k) + At(3, l))];
        }
    }

    /// <summary>Copies every element, in row-major order of <see cref="Shape"/>.</summary>
    /// <param name="rowMajor">Receives <see cref="Length"/> floats; what lies beyond them is left alone.</param>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Length"/>.</exception>
    public void CopyTo(Span<float> rowMajor)
    {
        if (rowMajor.Length < Length)
            throw new ArgumentException(
                $"The destination has {rowMajor.Length} floats, but the tensor {RowMajor.Format(shape)} has "
                + $"{Length}.", nameof(rowMajor));
        if (IsContiguous)
        {
            storage[..Length].CopyTo(rowMajor);
            return;
        }

        int width = RowMajor.RowLength(grid);
        int stride = RowMajor.RowStride(strides);
        for (int row = 0, next = 0; next < Length; row++)
        {
            int offset = RowMajor.RowOffset(row, grid, strides);
            for (int column = 0; column < width; column++)
                rowMajor[next++] = storage[offset + column * stride];
        }
    }

    /// <summary>Overwrites every element from floats in row-major order of <see cref="Shape"/>.</summary>
    /// <param name="rowMajor">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException">The source is not <see cref="Length"/> long; nothing was written.</exception>
    public void CopyFrom(ReadOnlySpan<float> rowMajor)
    {
        if (rowMajor.Length != Length)
            throw new ArgumentException(
                $"The source has {rowMajor.Length} floats, but the tensor {RowMajor.Format(shape)} has "
                + $"{Length}.", nameof(rowMajor));
        if (IsContiguous)
        {
            rowMajor.CopyTo(storage);
            return;
        }

        int width = RowMajor.RowLength(grid);
        int stride = RowMajor.RowStride(strides);
        for (int row = 0, next = 0; next < Length; row++)
        {
            int offset = RowMajor.RowOffset(row, grid, strides);
            for (int column = 0; column < width; column++)
                storage[offset + column * stride] = rowMajor[next++];
        }
    }

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    public void Fill(float value)
    {
        if (IsContiguous)
        {
            storage[..Length].Fill(value);
            return;
        }

        int width = RowMajor.RowLength(grid);
        int stride = RowMajor.RowStride(strides);
        for (int row = 0, done = 0; done < Length; row++, done += width)
        {
            int offset = RowMajor.RowOffset(row, grid, strides);
            for (int column = 0; column < width; column++)
                storage[offset + column * stride] = value;
        }
    }

    /// <summary>A new array with every element in row-major order of <see cref="Shape"/>.</summary>
    public float[] ToArray()
    {
        var copy = new float[Length];
        CopyTo(copy);
        return copy;
    }

    /// <summary>What an index adds to the element's number in row-major order.</summary>
    private int At(int dimension, int index)
    {
        if ((uint)index >= (uint)shape[dimension])
            ThrowRange(dimension, index);
        for (int inner = dimension + 1; inner < shape.Length; inner++)
            index *= shape[inner];
        return index;
    }

    /// <summary>Where the element of that number lies.</summary>
    private int Place(int number)
    {
        int offset = 0;
        for (int dimension = grid.Length - 1; dimension >= 0; dimension--)
        {
            (number, int index) = Math.DivRem(number, grid[dimension]);
            offset += index * strides[dimension];
        }

        return offset;
    }

    private void CheckRank(int indices)
    {
        if (shape.Length != indices)
            ThrowRank(indices);
    }

    [DoesNotReturn]
    private void ThrowRank(int indices) =>
        throw new InvalidOperationException(
            $"The tensor {RowMajor.Format(shape)} has rank {Rank}, but {indices} indices were given.");

    [DoesNotReturn]
    private void ThrowRange(int dimension, int index) =>
        throw new IndexOutOfRangeException(
            $"Index {index} of dimension {dimension} is not within the shape {RowMajor.Format(shape)}.");
}
