using StaticNet;

namespace Digits.Data;

/// <summary>The MNIST database of handwritten digits (LeCun, Cortes and Burges), in its four original files.</summary>
internal static class Mnist
{
    /// <summary>Reads the files from <paramref name="folder"/> or from <c>mnist</c> within it, compressed or not.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what its name says.</exception>
    public static DigitData Load(string folder)
    {
        string within = Path.Combine(folder, "mnist");
        if (Directory.Exists(within))
            folder = within;
        return new DigitData("MNIST", Read(folder, "train"), Read(folder, "t10k"));
    }

    private static DigitSet Read(string folder, string prefix)
    {
        string imagesPath = Find(folder, $"{prefix}-images-idx3-ubyte");
        string labelsPath = Find(folder, $"{prefix}-labels-idx1-ubyte");
        IdxImages images = IdxFile.ReadImages(imagesPath);
        int[] labels = IdxFile.ReadLabels(labelsPath);
        if (images.ImageLength != DigitSet.ImageLength)
            throw new InvalidDataException($"'{imagesPath}': expected 28 x 28 pixels, found {images.Height} x {images.Width}.");
        if (images.Count != labels.Length)
            throw new InvalidDataException($"'{imagesPath}' has {images.Count} images, '{labelsPath}' {labels.Length} labels.");
        if (labels.AsSpan().ContainsAnyExceptInRange(0, 9))
            throw new InvalidDataException($"'{labelsPath}' has labels beyond 0 to 9.");
        return new DigitSet(images.Pixels.ToArray(), labels);
    }

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        string compressed = plain + ".gz";
        if (File.Exists(compressed))
            return compressed;
        if (File.Exists(plain))
            return plain;
        throw new FileNotFoundException($"MNIST is not there: '{compressed}' does not exist.");
    }
}
