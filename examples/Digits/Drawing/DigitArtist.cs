using System.Numerics;

namespace Digits.Drawing;

/// <summary>Draws handwritten-looking digits in the manner of MNIST: bright ink on dark paper, 28 by 28 pixels.</summary>
internal static class DigitArtist
{
    /// <summary>Width and height of a drawing in pixels.</summary>
    public const int Side = 28;

    /// <summary>
    /// Draws the image with a number in an endless sequence. The same seed and number give the same image, so any stretch
    /// of the sequence is a data set.
    /// </summary>
    /// <returns>The digit that was drawn.</returns>
    public static int Draw(int seed, int number, Span<byte> pixels)
    {
        var random = new RandomStream((ulong)(uint)seed, (ulong)(uint)number);
        int digit = random.Below(10);
        Span<float> ink = stackalloc float[Side * Side];
        ink.Clear();
        Write(StrokeFont.Variant(digit, random.Below(StrokeFont.VariantCount(digit))), new Paper(ink, Side), ref random);
        Photograph(ink, pixels, ref random);
        return digit;
    }

    private static void Write(ReadOnlySpan<Stroke> strokes, Paper paper, ref RandomStream random)
    {
        var distortion = new Distortion(Side, ref random);
        float radius = random.Between(0.7f, 1.9f);
        float softness = random.Between(0.9f, 1.8f);

        Span<Vector2> points = stackalloc Vector2[16];
        foreach (var stroke in strokes)
        {
            int count = stroke.Points.Length;
            for (int i = 0; i < count; i++)
                points[i] = distortion.Apply(stroke.Points[i], ref random);

            // The pen presses harder or lighter towards the end of a stroke.
            float endRadius = radius * random.Between(0.7f, 1.2f);
            if (stroke.IsSmooth)
            {
                paper.DrawCurve(points[..count], radius, endRadius, softness);
                continue;
            }

            for (int i = 1; i < count; i++)
                paper.DrawLine(points[i - 1], points[i], radius, i == count - 1 ? endRadius : radius, softness);
        }
    }

    /// <summary>Turns ink into pixels as a camera would: with a contrast of its own and with noise.</summary>
    private static void Photograph(ReadOnlySpan<float> ink, Span<byte> pixels, ref RandomStream random)
    {
        float contrast = random.Between(0.6f, 1f);

        // Squaring makes clean images common and very noisy ones rare.
        float noise = random.NextSingle();
        noise = 0.22f * noise * noise;
        for (int i = 0; i < ink.Length; i++)
            pixels[i] = (byte)(255f * Math.Clamp(contrast * ink[i] + random.Normal(noise), 0f, 1f));
    }
}
