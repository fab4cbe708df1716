using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Samples in blocks of sixteen: every element at its place on the way there and back, and nothing touched beside.</summary>
public sealed class SampleBlocksTests
{
    private const int Block = 16;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int>();
            foreach (int length in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33 })
            {
                foreach (int count in new[] { 1, 15, 16, 17, 64, 83 })
                    shapes.Add(length, count);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_goes_to_its_place_and_back(int length, int count)
    {
        float[] samples = [.. Enumerable.Range(1, count * length).Select(i => (float)i)];
        int blocks = (count + Block - 1) / Block;
        float[] expected = new float[blocks * Block * length + 1];
        Array.Fill(expected, -1);
        for (int i = 0; i < samples.Length; i++)
        {
            (int n, int e) = (i / length, i % length);
            expected[(n / Block * Block * length) + (e * Block) + (n % Block)] = samples[i];
        }

        float[] inBlocks = new float[expected.Length];
        Array.Fill(inBlocks, -1);
        SampleBlocks.Enter(samples, inBlocks, length);
        inBlocks.ShouldBe(expected);

        float[] back = new float[samples.Length + 1];
        back[^1] = -1;
        SampleBlocks.Leave(ref inBlocks[0], ref back[0], length, count);
        back.ShouldBe([.. samples, -1]);
    }

    [Theory]
    [InlineData(63, 5)]
    [InlineData(64, 0)]
    [InlineData(64, -4)]
    public void Samples_without_room_are_refused(int room, int length)
    {
        var blocks = new float[room];
        Should.Throw<ArgumentException>(() => SampleBlocks.Enter(Enumerable.Repeat(1f, 60).ToArray(), blocks, length));
        blocks.ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Samples_may_lie_where_the_blocks_go()
    {
        float[] apart = new float[200], together = new float[200];
        for (int i = 0; i < 72; i++)
            together[i + 5] = i;
        SampleBlocks.Enter(together.AsSpan(5, 72).ToArray(), apart, 4);
        SampleBlocks.Enter(together.AsSpan(5, 72), together, 4);
        together.Take(64).ShouldBe(apart.Take(64));
    }
}
