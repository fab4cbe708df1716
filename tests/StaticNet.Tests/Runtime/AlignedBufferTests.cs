using System.Runtime.CompilerServices;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_003)]
    public void Buffers_are_aligned_zeroed_and_stay_where_they_are(int length)
    {
        var buffers = Enumerable.Range(0, 20).Select(_ => new AlignedBuffer(length)).ToArray();
        var addresses = buffers.Select(Address).ToArray();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        for (int i = 0; i < buffers.Length; i++)
        {
            (addresses[i] % 64).ShouldBe(0);
            Address(buffers[i]).ShouldBe(addresses[i]);
            buffers[i].Length.ShouldBe(length);
            buffers[i].Span.Length.ShouldBe(length);
            buffers[i].Span.ToArray().ShouldAllBe(value => value == 0);
        }

        static long Address(AlignedBuffer buffer) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref buffer.Reference);
    }

    [Fact]
    public void Negative_lengths_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));
        Should.Throw<OutOfMemoryException>(() => new AlignedBuffer(int.MaxValue));
    }
}
