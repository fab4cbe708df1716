using System.Runtime.CompilerServices;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Hints change nothing, wherever they point.</summary>
public sealed class CacheTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(-100_000)]
    [InlineData(1 << 28)]
    public void Prefetching_reads_and_writes_nothing(int offset)
    {
        float[] memory = [.. Enumerable.Range(0, 1000)];

        Cache.Prefetch(ref Unsafe.Add(ref memory[0], offset), lines: 5);

        memory.ShouldBe(Enumerable.Range(0, 1000).Select(i => (float)i));
    }

    [Fact]
    public void There_may_be_no_memory_at_all() => Should.NotThrow(() => Cache.Prefetch(ref Unsafe.NullRef<float>(), lines: 3));
}
