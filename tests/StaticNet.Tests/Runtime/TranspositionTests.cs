using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 4)]
    [InlineData(8, 8)]
    [InlineData(7, 16)]
    [InlineData(16, 9)]
    [InlineData(33, 70)]
    public void EveryElementGoesToItsPlaceAndNoOtherIsTouched(int rows, int columns)
    {
        (int sourceStride, int targetStride) = (columns + 3, rows + 2);
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
