using Digits.Drawing;

namespace Edge;

/// <summary>Reads digits with the embedded network.</summary>
internal sealed class DigitReader
{
    private readonly LeNet5 network = new();
    private readonly float[] inputs = new float[LeNet5.InputLength];

    /// <summary>Loads the embedded weights.</summary>
    public DigitReader() => network.Load(EmbeddedWeights.Bytes);

    /// <summary>Reads one image without allocating anything.</summary>
    /// <param name="pixels">28 by 28 pixels, 0 for paper to 255 for ink.</param>
    /// <returns>The digit, 0 to 9.</returns>
    public int Read(ReadOnlySpan<byte> pixels)
    {
        PixelScale.ToInputs(pixels, inputs);
        ReadOnlySpan<float> logits = network.Forward(inputs);
        int answer = 0;
        for (int digit = 1; digit < logits.Length; digit++)
        {
            if (logits[digit] > logits[answer])
                answer = digit;
        }

        return answer;
    }
}
