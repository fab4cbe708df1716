namespace StaticNet.Tests.Runtime;

public sealed class TensorViewTests
{
    private static readonly int[] Shape = [2, 3, 4];

    // Dimensions stored in the order 1, 2, 0, with two floats of padding after every pair.
    private static readonly int[] Strides = [1, 16, 4];

    [Fact]
    public void Elements_are_found_through_strides()
    {
        float[] storage = Numbers(64);
        var view = new TensorView(storage, Shape, Strides);
        view.Rank.ShouldBe(3);
        view.Length.ShouldBe(24);
        view.IsContiguous.ShouldBeFalse();
        view[1, 2, 3].ShouldBe(1 + 2 * 16 + 3 * 4);
        view[1, 2, 3] = -1;
        storage[45].ShouldBe(-1);
    }

    [Fact]
    public void Copies_are_row_major()
    {
        float[] storage = Numbers(64);
        var view = new TensorView(storage, Shape, Strides);
        float[] copy = view.ToArray();
        int next = 0;
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 4; k++)
                    copy[next++].ShouldBe(i + 16 * j + 4 * k);
            }
        }

        var target = new float[64];
        var other = new TensorView(target, Shape, Strides);
        other.CopyFrom(copy);
        other.ToArray().ShouldBe(copy);
        target.Count(value => value != 0).ShouldBe(23, "one element is 0, and nothing else may be written");
        other.Fill(7);
        target.Count(value => value == 7).ShouldBe(24);
    }

    [Fact]
    public void Contiguous_views_copy_whole()
    {
        float[] storage = Numbers(12);
        var view = new TensorView(storage, [3, 1, 4], [4, 99, 1]);
        view.IsContiguous.ShouldBeTrue("the stride of a dimension of size 1 does not matter");
        view.ToArray().ShouldBe(storage);
        view.CopyFrom(new float[12]);
        storage.ShouldAllBe(value => value == 0);
        view.Fill(3);
        storage.ShouldAllBe(value => value == 3);
    }

    [Fact]
    public void Every_rank_has_an_indexer()
    {
        float[] storage = Numbers(16);
        new TensorView(storage, [16], [1])[5].ShouldBe(5);
        new TensorView(storage, [4, 4], [4, 1])[1, 1].ShouldBe(5);
        new TensorView(storage, [2, 2, 4], [8, 4, 1])[0, 1, 1].ShouldBe(5);
        new TensorView(storage, [2, 2, 2, 2], [8, 4, 2, 1])[0, 1, 0, 1].ShouldBe(5);
        new TensorView(storage, [], []).ToArray().ShouldBe([0f]);
        new TensorView(storage, [0, 3], [3, 1]).ToArray().ShouldBeEmpty();
    }

    [Fact]
    public void Wrong_ranks_and_indices_are_refused()
    {
        Should.Throw<InvalidOperationException>(() => new TensorView(new float[4], [2, 2], [2, 1])[0])
            .Message.ShouldContain("rank 2");
        Should.Throw<InvalidOperationException>(() => new TensorView(new float[4], [4], [1])[0, 0]);
        Should.Throw<InvalidOperationException>(() => new TensorView(new float[4], [4], [1])[0, 0, 0]);
        Should.Throw<InvalidOperationException>(() => new TensorView(new float[4], [4], [1])[0, 0, 0, 0]);
        Should.Throw<IndexOutOfRangeException>(() => new TensorView(new float[4], [2, 2], [2, 1])[0, 2])
            .Message.ShouldContain("[2, 2]");
        Should.Throw<IndexOutOfRangeException>(() => new TensorView(new float[4], [2, 2], [2, 1])[-1, 0]);
    }

    [Fact]
    public void Views_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [2, 3], [3, 1]).Length)
            .Message.ShouldContain("needs 6");
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [2, 3], [3]).Length);
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [-1], [1]).Length);
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [2], [-1]).Length);
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [65536, 65536], [0, 0]).Length);
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [5], [1]).CopyTo(new float[4]));
        Should.Throw<ArgumentException>(() => new TensorView(new float[5], [5], [1]).CopyFrom(new float[6]));
    }

    [Fact]
    public void Infos_view_their_part_of_a_flat_buffer()
    {
        var info = new TensorInfo("0.weight", 2, [2, 3], [1, 2], Initializer.HeNormal, 1, 3, 2);
        float[] flat = Numbers(8);
        info.View(flat).ToArray().ShouldBe([2f, 4, 6, 3, 5, 7]);
        info.ToString().ShouldBe("0.weight [2, 3]");
        Should.Throw<ArgumentException>(() => info.View(new float[7]).Length).Message.ShouldContain("'0.weight'");
        Should.Throw<ArgumentException>(() => new TensorInfo("w", 0, [2, 3], [1], Initializer.HeNormal, 1, 3, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new TensorInfo("w", -1, [2], [1], Initializer.HeNormal, 1, 3, 2));
    }

    private static float[] Numbers(int count) => Enumerable.Range(0, count).Select(i => (float)i).ToArray();
}
