using StaticNet.Runtime;
using Tensors_ = StaticNet.Runtime.Tensors;

namespace StaticNet.Tests.Runtime;

/// <summary>A network of parameters only, in a layout of the test's choice.</summary>
internal sealed class FakeNetwork : INetwork
{
    private readonly AlignedBuffer parameters;
    private readonly AlignedBuffer gradients;
    private readonly TensorInfo[] tensors;

    private FakeNetwork(params TensorInfo[] tensors)
    {
        this.tensors = tensors;
        int length = tensors.Sum(tensor => tensor.Length);
        parameters = new AlignedBuffer(length);
        gradients = new AlignedBuffer(length);
    }

    public Span<float> Parameters => parameters.Span;

    public Span<float> Gradients => gradients.Span;

    public Span<float> States => default;

    /// <summary>What happens whenever somebody asks for the tensors, as while a checkpoint is read.</summary>
    public Action? WhenAskedForTensors { get; set; }

    public ReadOnlySpan<TensorInfo> Tensors
    {
        get
        {
            WhenAskedForTensors?.Invoke();
            return tensors;
        }
    }

    /// <summary>Weight [3, 4] and bias [3], each as PyTorch lays it out.</summary>
    public static FakeNetwork Plain() => new(
        new TensorInfo("0.weight", 0, [3, 4], [4, 1], Initializer.HeNormal, 1, 4, 3),
        new TensorInfo("0.bias", 12, [3], [1], Initializer.Zeros, 1, 4, 3));

    /// <summary>The same with a weight that stays as it is.</summary>
    public static FakeNetwork WithFrozenWeight() => new(
        Tensors_.Frozen("0.weight", 0, [3, 4], [3, 4], [4, 1], Initializer.HeNormal, 1, 4, 3),
        new TensorInfo("0.bias", 12, [3], [1], Initializer.Zeros, 1, 4, 3));

    /// <summary>The same tensors, but the bias first and the weight transposed.</summary>
    public static FakeNetwork Transposed() => new(
        new TensorInfo("0.weight", 3, [3, 4], [1, 3], Initializer.HeNormal, 1, 4, 3),
        new TensorInfo("0.bias", 0, [3], [1], Initializer.Zeros, 1, 4, 3));

    /// <summary>One tensor of that many elements.</summary>
    public static FakeNetwork Flat(int length) => new(new TensorInfo("w", 0, [length], [1], Initializer.HeNormal, 1, 1, 1));

    /// <summary>Two tensors of one name.</summary>
    public static FakeNetwork Ambiguous() => new(
        new TensorInfo("w", 0, [1], [1], Initializer.HeNormal, 1, 1, 1),
        new TensorInfo("w", 1, [1], [1], Initializer.HeNormal, 1, 1, 1));

    /// <summary>Gradients that depend on the step and on each element's place in the user's order, not on the layout.</summary>
    public void MakeGradients(long step)
    {
        uint element = 0;
        foreach (TensorInfo tensor in tensors)
        {
            var values = new float[tensor.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = (int)CounterRandom.Bits((uint)step, element++) * 1e-9f;
            tensor.View(Gradients).CopyFrom(values);
        }
    }

    /// <summary>All parameters in the user's order.</summary>
    public float[] Logical()
    {
        var all = new List<float>();
        foreach (TensorInfo tensor in tensors)
            all.AddRange(tensor.View(Parameters).ToArray());
        return [.. all];
    }

    public void Save(string path) => WeightsFile.Save(path, tensors, Parameters, default);

    public void Load(string path, bool requireFinite = false) => WeightsFile.Load(path, tensors, Parameters, default, requireFinite ? LoadOptions.ExactAndFinite : LoadOptions.Exact);

    public void Load(string path, LoadOptions options) => WeightsFile.Load(path, tensors, Parameters, default, options);

    public void Load(ReadOnlySpan<byte> safetensors, bool requireFinite = false) =>
        WeightsFile.Load(safetensors, tensors, Parameters, default, requireFinite ? LoadOptions.ExactAndFinite : LoadOptions.Exact);

    public void Load(ReadOnlySpan<byte> safetensors, LoadOptions options) =>
        WeightsFile.Load(safetensors, tensors, Parameters, default, options);
}
