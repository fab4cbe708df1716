using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class TranspositionTests
{
    /// <summary>Sizes below, at and above those of blocks, and multiples of them with every kind of rest.</summary>
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 28, 31, 32, 33, 47, 56];

    public static TheoryData<int, int> Matrices
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int rows in Sizes)
            {
                foreach (int padding in new[] { 0, 2, 16 - (rows % 16) })
                    sizes.Add(rows, padding);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Matrices))]
    public void EveryElementGoesToItsPlaceAndNoOtherIsTouched(int rows, int targetPadding)
    {
        foreach (int columns in Sizes)
            Check(rows, columns, rows + targetPadding);
    }

    private static void Check(int rows, int columns, int targetStride)
    {
        int sourceStride = columns + 3;
        float[] source = Enumerable.Range(0, rows * sourceStride).Select(i => (float)i).ToArray();
        float[] target = new float[columns * targetStride];
        Array.Fill(target, -1);
        Transposition.Run(ref source[0], sourceStride, ref target[0], targetStride, rows, columns);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < targetStride; row++)
                target[(column * targetStride) + row].ShouldBe(row < rows ? source[(row * sourceStride) + column] : -1);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 5)]
    [InlineData(3, 23)]
    [InlineData(5, 11)]
    public void PixelsThatTouchAreWrittenToTheLastAndNoFurther(int rows, int columns)
    {
        float[] source = Enumerable.Range(0, rows * columns).Select(i => (float)i).ToArray();
        float[] target = new float[(columns * rows) + 1];
        target[^1] = -1;
        Transposition.Run(ref source[0], columns, ref target[0], rows, rows, columns);
        target[..^1].ShouldBe(Enumerable.Range(0, columns).SelectMany(column => Enumerable.Range(0, rows).Select(row => source[(row * columns) + column])));
        target[^1].ShouldBe(-1);
    }
}
