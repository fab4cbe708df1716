using Digits.Drawing;

namespace Digits.Data;

/// <summary>Digits that the program draws itself, so that it needs no download.</summary>
internal static class DrawnDigits
{
    private const int TrainCount = 30_000;
    private const int TestCount = 10_000;

    /// <summary>Draws both sets: two stretches of one sequence, so that no test digit is among those learned.</summary>
    public static DigitData Create(int seed) =>
        new("drawn digits", Draw(seed, start: 0, TrainCount), Draw(seed, start: TrainCount, TestCount));

    private static DigitSet Draw(int seed, int start, int count)
    {
        var pixels = new byte[count * DigitSet.ImageLength];
        var labels = new int[count];
        Parallel.For(0, count, i =>
        {
            Span<byte> image = pixels.AsSpan(i * DigitSet.ImageLength, DigitSet.ImageLength);
            labels[i] = DigitArtist.Draw(seed, start + i, image);
        });
        return new DigitSet(pixels, labels);
    }
}
