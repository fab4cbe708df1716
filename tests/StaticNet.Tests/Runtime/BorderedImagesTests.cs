using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Images in a border of zeros: every element at its place, zeros around, and nothing beyond.</summary>
public sealed class BorderedImagesTests
{
    public static TheoryData<int, int, int, int, int, int, int, int> Shapes => new()
    {
        { 1, 28, 28, 1, 2, 2, 2, 2 }, { 3, 5, 7, 4, 1, 1, 1, 1 }, { 16, 32, 32, 2, 1, 1, 1, 1 }, { 64, 6, 20, 2, 1, 1, 1, 1 }, { 5, 4, 3, 3, 0, 0, 0, 0 },
        { 18, 17, 33, 2, 3, 0, 1, 9 }, { 2, 1, 1, 3, 2, 5, 0, 1 }, { 7, 3, 2, 2, 0, 1, 4, 0 },
        { 2, 5, 16, 2, 1, 1, 1, 1 }, { 3, 4, 17, 2, 0, 1, 0, 0 }, { 2, 6, 24, 3, 2, 2, 2, 2 }, { 1, 1, 31, 2, 1, 3, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_is_at_its_place(int channels, int height, int width, int count, int top, int left, int bottom, int right)
    {
        float[] images = [.. Enumerable.Range(1, count * channels * height * width).Select(i => (float)i)];
        int rows = top + height + bottom, columns = left + width + right;
        foreach (bool inPlanes in new[] { false, true })
        {
            var expected = new float[count * channels * rows * columns + 3];
            Array.Fill(expected, -1);
            Array.Clear(expected, 0, expected.Length - 3);
            for (int i = 0; i < images.Length; i++)
            {
                (int n, int c, int y, int x) = (i / (channels * height * width), i / (height * width) % channels, i / width % height, i % width);
                (int row, int column) = (top + y, left + x);
                expected[inPlanes ? ((n * channels + c) * rows + row) * columns + column : ((n * rows + row) * columns + column) * channels + c] = images[i];
            }

            var target = new float[expected.Length];
            Array.Fill(target, -1);
            if (inPlanes)
                BorderedImages.CopyPlanes(images, target, channels, height, width, top, left, bottom, right);
            else
                BorderedImages.CopyChannelsLast(images, target, channels, height, width, top, left, bottom, right);
            target.ShouldBe(expected);
        }
    }

    /// <summary>An input that a kernel takes in has no images left to copy, and the kernel clears the border.</summary>
    [Fact]
    public void No_images_have_no_border()
    {
        float[] target = [1, 2, 3, 4];
        BorderedImages.CopyPlanes([], target, 1, 2, 2, 1, 1, 1, 1);
        BorderedImages.CopyChannelsLast([], target, 1, 2, 2, 1, 1, 1, 1);
        target.ShouldBe([1, 2, 3, 4]);
    }

    [Theory]
    [InlineData(71, 128, 2, 6, 6, 1)]
    [InlineData(72, 127, 2, 6, 6, 1)]
    [InlineData(72, 0, 2, 6, 6, 0)]
    [InlineData(72, 200, 0, 6, 6, 1)]
    [InlineData(72, 200, 2, -6, -6, 1)]
    [InlineData(72, 200, 2, 6, 6, -1)]
    [InlineData(72, 200, 2, 6, 6, int.MaxValue)]
    [InlineData(72, 200, 65536, 65536, 65536, 1)]
    [InlineData(72, 200, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Sizes_that_do_not_fit_are_refused(int length, int room, int channels, int height, int width, int border)
    {
        var images = new float[length];
        var target = new float[room];
        Array.Fill(target, -1);
        Should.Throw<ArgumentException>(
            () => BorderedImages.CopyPlanes(images, target, channels, height, width, border, border, border, border));
        Should.Throw<ArgumentException>(
            () => BorderedImages.CopyChannelsLast(images, target, channels, height, width, border, border, border, border));
        target.ShouldAllBe(value => value == -1);
    }

    [Fact]
    public void Images_may_lie_where_they_go()
    {
        float[] apart = new float[200], together = new float[200];
        for (int i = 0; i < 72; i++)
            together[i + 5] = i;
        BorderedImages.CopyPlanes(together.AsSpan(5, 72).ToArray(), apart, 2, 6, 6, 1, 1, 1, 1);
        BorderedImages.CopyPlanes(together.AsSpan(5, 72), together, 2, 6, 6, 1, 1, 1, 1);
        together.Take(128).ShouldBe(apart.Take(128));
    }
}
