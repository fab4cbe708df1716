namespace StaticNet.Bench.Cases;

/// <summary>Numbers to compute with, the same in every run.</summary>
internal static class Samples
{
    /// <summary>Floats from 0 to below 1.</summary>
    public static float[] Uniform(int length)
    {
        var random = new Random(1);
        var values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = random.NextSingle();
        return values;
    }

    /// <summary>Labels from 0 to below <paramref name="classes"/>.</summary>
    public static int[] Labels(int length, int classes)
    {
        var random = new Random(2);
        var labels = new int[length];
        for (int i = 0; i < length; i++)
            labels[i] = random.Next(classes);
        return labels;
    }
}
