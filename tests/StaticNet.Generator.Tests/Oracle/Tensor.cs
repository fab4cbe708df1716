using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>
/// A value in double precision: samples one after another, each in row-major order of its shape, whatever layout the compiler
/// chose. Labels are numbers, too.
/// </summary>
internal sealed class Tensor
{
    private readonly int height;
    private readonly int width;
    private readonly int sampleStride;

    public Tensor(TensorType type, int count)
        : this(type, count, new double[type.Shape.Length * (type.Batched ? count * type.Steps : 1)])
    {
    }

    public Tensor(TensorType type, int count, double[] values)
    {
        Type = type;
        Length = type.Shape.Length;
        Samples = type.Batched ? count * type.Steps : 1;
        values.Length.ShouldBe(Samples * Length);
        Values = values;
        sampleStride = type.Batched ? Length : 0;
        if (Shape.Rank == 3)
            (height, width) = (Shape[1], Shape[2]);
    }

    public TensorType Type { get; }

    public Shape Shape => Type.Shape;

    /// <summary>Elements of one sample.</summary>
    public int Length { get; }

    /// <summary>Those of all steps; 1 for values that all samples share.</summary>
    public int Samples { get; }

    /// <summary>Samples of the batch, each with all of its steps.</summary>
    public int Count => Samples / (Type.Batched ? Type.Steps : 1);

    public double[] Values { get; }

    /// <summary>An element of a sample; a value that all samples share has the same for each.</summary>
    public double this[int sample, int element]
    {
        get => Values[Place(sample, element)];
        set => Values[Place(sample, element)] = value;
    }

    /// <summary>An element of an image (C, H, W).</summary>
    public double this[int sample, int channel, int row, int column]
    {
        get => this[sample, At(channel, row, column)];
        set => this[sample, At(channel, row, column)] = value;
    }

    private int At(int channel, int row, int column) => (((channel * height) + row) * width) + column;

    private int Place(int sample, int element) => (sample * sampleStride) + element;
}
