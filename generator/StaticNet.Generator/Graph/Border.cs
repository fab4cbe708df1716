namespace StaticNet.Generator.Graph;

/// <summary>Rows and columns of zeros around an image, which convolutions read instead of asking where the image ends.</summary>
internal readonly record struct Border(int Top, int Left, int Bottom, int Right)
{
    public bool IsEmpty => Top == 0 && Left == 0 && Bottom == 0 && Right == 0;

    /// <summary>The border that is as wide as both on every side.</summary>
    public Border Union(Border other) => new(
        Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));

    public override string ToString() => Top == Left && Top == Bottom && Top == Right ? $"{Top}" : $"{Top},{Left},{Bottom},{Right}";
}
