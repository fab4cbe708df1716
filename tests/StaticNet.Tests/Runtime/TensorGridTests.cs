using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Tensors whose dimensions lie in several strides: weights of a dense layer behind a flattened channels-last image.</summary>
public sealed class TensorGridTests
{
    // Weights [2, 12] of an image of 3 channels, 2 x 2 pixels; in memory: pixel, channel, output.
    private static readonly int[] Shape = [2, 12];
    private static readonly int[] Grid = [2, 3, 2, 2];
    private static readonly int[] Strides = [1, 2, 12, 6];

    private static TensorInfo Info(int offset = 0) => new(TensorKind.Parameter, "0.weight", offset, Shape, Grid, Strides, Initializer.Default, 1, 12, 2);

    private static int Place(int output, int input) => output + (input / 4 * 2) + (input / 2 % 2 * 12) + (input % 2 * 6);

    [Fact]
    public void IndicesFindTheirElement()
    {
        float[] storage = Enumerable.Range(0, 24).Select(i => (float)i).ToArray();
        TensorView view = Info().View(storage);
        for (int o = 0; o < 2; o++)
        {
            for (int i = 0; i < 12; i++)
                view[o, i].ShouldBe(Place(o, i));
        }
    }

    [Fact]
    public void CopiesAreInTheUsersOrder()
    {
        float[] storage = new float[24];
        TensorView view = Info().View(storage);
        float[] rowMajor = Enumerable.Range(0, 24).Select(i => (float)i).ToArray();
        view.CopyFrom(rowMajor);
        for (int o = 0; o < 2; o++)
        {
            for (int i = 0; i < 12; i++)
                storage[Place(o, i)].ShouldBe((o * 12) + i);
        }

        view.ToArray().ShouldBe(rowMajor);
    }

    [Fact]
    public void FilesHoldTheUsersShapeAndOrder()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TensorInfo[] split = [Info()];
            TensorInfo[] plain = [new("0.weight", 0, Shape, [12, 1], Initializer.Default, 1, 12, 2)];
            float[] storage = Enumerable.Range(0, 24).Select(i => MathF.Sin(i)).ToArray();
            WeightsFile.Save(path, split, storage, default);

            float[] rowMajor = new float[24];
            WeightsFile.Load(path, plain, rowMajor, default, LoadOptions.Exact);
            rowMajor.ShouldBe(split[0].View(storage).ToArray());

            float[] again = new float[24];
            WeightsFile.Load(path, split, again, default, LoadOptions.Exact);
            again.ShouldBe(storage);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void InitialWeightsDoNotDependOnTheLayout()
    {
        float[] storage = new float[24];
        float[] rowMajor = new float[24];
        ParameterInitialization.Fill(new WeightMemory(storage, default), [Info()], 7);
        ParameterInitialization.Fill(new WeightMemory(rowMajor, default), [new("0.weight", 0, Shape, [12, 1], Initializer.Default, 1, 12, 2)], 7);
        Info().View(storage).ToArray().ShouldBe(rowMajor);
    }

    [Fact]
    public void AGridOfAnotherLengthIsRefused() => Should.Throw<ArgumentException>(
        () => new TensorInfo(TensorKind.Parameter, "0.weight", 0, Shape, [2, 3, 2], [1, 2, 6], Initializer.Default, 1, 12, 2));
}
