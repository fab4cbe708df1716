using System.Text;

namespace StaticNet.Bench.Cases;

/// <summary>
/// The declaration of a network with fifty convolutions of twenty-five shapes: three resolutions, at each of which 64 channels
/// go through four widths and back, twice each. Only the generator ever sees it.
/// </summary>
internal static class DeepConvolutions
{
    private const int Channels = 64;
    private static readonly int[] Widths = [32, 48, 96, 128];

    /// <summary>A file with the class.</summary>
    public static string Source()
    {
        var text = new StringBuilder("[Network(BatchCapacity = 4)]\n[Input(3, 56, 56)]\n");
        Convolution(Channels);
        for (int resolution = 0; resolution < 3; resolution++)
        {
            if (resolution > 0)
                text.Append("[MaxPool2D(2)]\n");
            foreach (int width in Widths)
            {
                for (int time = 0; time < 2; time++)
                {
                    Convolution(width);
                    Convolution(Channels);
                }
            }
        }

        Convolution(Widths[^1]);
        text.Append("[GlobalAveragePool2D]\n[Flatten]\n[Dense(10)]\n[SoftmaxCrossEntropy]\npublic sealed partial class Deep;\n");
        return text.ToString();

        void Convolution(int channels) => text.Append($"[Conv2D({channels}, 3, Padding = 1), ReLU]\n");
    }
}
