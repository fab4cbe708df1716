namespace StaticNet.Tests.Runtime;

public sealed class SampleOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_sample_comes_once(int count)
    {
        var order = new SampleOrder(count, seed: 3);
        order.Count.ShouldBe(count);
        order.Indices.ToArray().Order().ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public void An_epoch_has_its_order_whatever_came_before()
    {
        var order = new SampleOrder(100, seed: 3);
        order.Shuffle(1);
        order.Shuffle(7);
        order.Epoch.ShouldBe(7);
        var resumed = new SampleOrder(100, seed: 3);
        int[] first = resumed.Indices.ToArray();
        resumed.Shuffle(7);
        resumed.Indices.ToArray().ShouldBe(order.Indices.ToArray());
        resumed.Indices.ToArray().ShouldNotBe(first);
        new SampleOrder(100, seed: 4).Indices.ToArray().ShouldNotBe(first);
    }

    [Fact]
    public void Every_place_is_as_likely()
    {
        // 20,000 shuffles of 5: each of the 25 counts is binomial with mean 4,000 and standard deviation 56.6.
        var counts = new int[5, 5];
        var order = new SampleOrder(5, seed: 1);
        for (int epoch = 0; epoch < 20_000; epoch++)
        {
            order.Shuffle(epoch);
            for (int i = 0; i < 5; i++)
                counts[i, order.Indices[i]]++;
        }

        foreach (int count in counts)
            count.ShouldBeInRange(4000 - 260, 4000 + 260);
    }

    [Fact]
    public void Shuffling_allocates_nothing()
    {
        var order = new SampleOrder(1000, seed: 1);
        order.Shuffle(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        order.Shuffle(2);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => order.Shuffle(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new SampleOrder(-1, 0));
    }
}
