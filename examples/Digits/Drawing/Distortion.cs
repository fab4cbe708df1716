using System.Numerics;

namespace Digits.Drawing;

/// <summary>One writer's hand: how a point of the ideal digit lands on the paper.</summary>
internal readonly struct Distortion
{
    private readonly Matrix3x2 affine;
    private readonly Vector2 waveDirection;
    private readonly Vector2 wavePhase;
    private readonly Vector2 waveAmplitude;
    private readonly float tremor;

    /// <summary>Draws a distortion of the unit square that lands on a square paper of <paramref name="side"/> pixels.</summary>
    public Distortion(int side, ref RandomStream random)
    {
        // MNIST's convention: the digit fills some 20 of 28 pixels, so that a shifted digit still lies on the paper.
        float size = side * (20f / 28f);
        Vector2 centre = new Vector2(side / 2f) + new Vector2(random.Normal(1.2f), random.Normal(1.2f));

        // Most people lean their digits to the right, hence the shear around a small angle rather than around zero.
        affine = Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(random.Between(0.65f, 1.15f), random.Between(0.75f, 1.1f))
            * Matrix3x2.CreateSkew(random.Normal(0.2f) - 0.1f, random.Normal(0.06f))
            * Matrix3x2.CreateRotation(random.Normal(0.16f))
            * Matrix3x2.CreateScale(size)
            * Matrix3x2.CreateTranslation(centre);

        // A slow wave over the paper bends strokes elastically: nearby points move together.
        waveDirection = new Vector2(random.Normal(5f), random.Normal(5f));
        wavePhase = new Vector2(random.Between(0f, MathF.Tau), random.Between(0f, MathF.Tau));
        waveAmplitude = new Vector2(random.Normal(0.05f), random.Normal(0.05f));
        tremor = random.Between(0f, 0.04f);
    }

    /// <summary>Where the pen really passes when it aims at <paramref name="point"/>, in pixels.</summary>
    public Vector2 Apply(Vector2 point, ref RandomStream random)
    {
        float along = Vector2.Dot(waveDirection, point);
        point += waveAmplitude * new Vector2(MathF.Sin(along + wavePhase.X), MathF.Sin(along + wavePhase.Y));
        point += new Vector2(random.Normal(tremor), random.Normal(tremor));
        return Vector2.Transform(point, affine);
    }
}
