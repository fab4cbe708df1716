namespace StaticNet.Generator.Graph;

/// <summary>An operation whose first input is an image that it would rather find in a border of zeros.</summary>
internal interface IImageReader
{
    /// <summary>Whether it reads planes, a channel after another, rather than channels side by side.</summary>
    bool ReadsPlanes { get; }

    /// <summary>The border that it reads.</summary>
    /// <param name="image">The shape of its input.</param>
    /// <param name="border">The border, where the operation can take one.</param>
    bool TakesBorder(Shape image, out Border border);
}
