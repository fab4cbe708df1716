namespace StaticNet;

/// <summary>One tensor of a network that is kept and saved: its name, its shape, where it lies, and how it is initialised.</summary>
public sealed class TensorInfo
{
    private readonly int[] shape;
    private readonly int[] grid;
    private readonly int[] strides;

    /// <summary>Describes a parameter whose dimensions are whole in memory.</summary>
    internal TensorInfo(string name, int offset, int[] shape, int[] strides, Initializer initializer, float initializerScale, int fanIn, int fanOut)
        : this(TensorKind.Parameter, name, offset, shape, shape, strides, initializer, initializerScale, fanIn, fanOut)
    {
    }

    /// <summary>Describes a tensor; the arrays are kept, not copied.</summary>
    /// <param name="kind">In which flat buffer it lies.</param>
    /// <param name="name">The name in a state dict, for example <c>0.weight</c>.</param>
    /// <param name="offset">Floats from the start of its flat buffer to the tensor's first element.</param>
    /// <param name="shape">The user's shape: that of PyTorch.</param>
    /// <param name="grid">
    /// Sizes that number the elements as the shape does, but part dimensions that lie in several strides: weights
    /// [120, 400] of a flattened image are a grid of [120, 16, 5, 5].
    /// </param>
    /// <param name="strides">For each size of the grid, the distance of neighbours in floats.</param>
    /// <param name="initializer">The distribution of the initial values.</param>
    /// <param name="initializerScale">The constant, the standard deviation, or a factor on the distribution's own width.</param>
    /// <param name="fanIn">How many values of the input one output depends on.</param>
    /// <param name="fanOut">How many values of the output one input reaches.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or an array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset or a fan is negative.</exception>
    /// <exception cref="ArgumentException">
    /// Grid and strides differ in rank, a size or stride is negative, or grid and shape differ in length.
    /// </exception>
    internal TensorInfo(
        TensorKind kind, string name, int offset, int[] shape, int[] grid, int[] strides, Initializer initializer, float initializerScale, int fanIn, int fanOut)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(strides);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(fanIn);
        ArgumentOutOfRangeException.ThrowIfNegative(fanOut);
        Extent = RowMajor.Extent(grid, strides);
        if (RowMajor.Length(grid) != RowMajor.Length(shape))
            throw new ArgumentException(
                $"The grid {RowMajor.Format(grid)} does not number the elements of shape {RowMajor.Format(shape)}.", nameof(grid));
        Kind = kind;
        Name = name;
        Offset = offset;
        this.shape = shape;
        this.grid = grid;
        this.strides = strides;
        Length = RowMajor.Length(shape);
        Initializer = initializer;
        InitializerScale = initializerScale;
        FanIn = fanIn;
        FanOut = fanOut;
    }

    /// <summary>The name in a state dict, for example <c>0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it is a parameter that stays as it is: its gradient is 0, and no optimizer changes it.</summary>
    public bool IsFrozen { get; internal init; }

    /// <summary>What it is to its network, and so in which flat buffer it lies.</summary>
    public TensorKind Kind { get; }

    /// <summary>Floats from the start of its flat buffer to the tensor's first element.</summary>
    public int Offset { get; }

    /// <summary>The user's shape: that of PyTorch.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Sizes that number the elements as <see cref="Shape"/> does, one for each stride.</summary>
    public ReadOnlySpan<int> Grid => grid;

    /// <summary>For each size of the <see cref="Grid"/>, the distance of neighbours in floats.</summary>
    public ReadOnlySpan<int> Strides => strides;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The distribution of the initial values.</summary>
    public Initializer Initializer { get; }

    /// <summary>
    /// The constant, the standard deviation, or a factor on the distribution's own width; 1 leaves that as it is.
    /// </summary>
    public float InitializerScale { get; }

    /// <summary>How many values of the input one output depends on.</summary>
    public int FanIn { get; }

    /// <summary>How many values of the output one input reaches.</summary>
    public int FanOut { get; }

    /// <summary>A row that starts as zeros, whatever <see cref="Initializer"/> makes of the others; negative where there is none.</summary>
    internal int ZeroRow { get; set; } = -1;

    /// <summary>Floats from the first to the last element, both counted.</summary>
    internal int Extent { get; }

    /// <summary>
    /// This tensor within a flat buffer in the compiler's order: parameters, gradients, or an optimizer's state; states for a
    /// tensor of that <see cref="Kind"/>.
    /// </summary>
    /// <param name="flat">The whole flat buffer.</param>
    /// <exception cref="ArgumentException">The buffer ends before the tensor does.</exception>
    public TensorView View(Span<float> flat)
    {
        if (flat.Length - Offset < Extent)
            throw new ArgumentException(
                $"Tensor '{Name}' ends at float {(long)Offset + Extent}, but the buffer has {flat.Length}.", nameof(flat));
        return new TensorView(flat.Slice(Offset, Extent), shape, grid, strides);
    }

    /// <summary>Name and shape, for example <c>0.weight [6, 1, 5, 5]</c>.</summary>
    public override string ToString() => $"{Name} {RowMajor.Format(shape)}";
}
