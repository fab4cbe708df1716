using System.Runtime.CompilerServices;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Values on their way between the caller's memory and a network's.</summary>
public sealed class TransferTests
{
    private readonly float[] memory = [.. Enumerable.Range(0, 100).Select(i => (float)i)];

    [Fact]
    public void An_input_enters_by_a_kernel_where_kernels_do_not_write()
    {
        ReadOnlySpan<float> input = memory.AsSpan(10, 20);
        ref float first = ref Transfer.Enter(ref input, memory.AsSpan(40), memory.AsSpan(30, 10));
        Unsafe.AreSame(ref first, ref memory[10]).ShouldBeTrue();
        input.IsEmpty.ShouldBeTrue("nothing else is to copy it");
    }

    [Theory]
    [InlineData(35, 10, 0, 0)]
    [InlineData(60, 5, 0, 0)]
    [InlineData(10, 20, 29, 3)]
    [InlineData(10, 20, 5, 6)]
    public void It_is_copied_before_where_they_do(int start, int length, int outputStart, int outputLength)
    {
        ReadOnlySpan<float> input = memory.AsSpan(start, length);
        ref float first = ref Transfer.Enter(ref input, memory.AsSpan(40), memory.AsSpan(outputStart, outputLength));
        Unsafe.IsNullRef(ref first).ShouldBeTrue();
        input.ToArray().ShouldBe(memory[start..(start + length)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(201)]
    public void Values_are_transferred_whole(int length)
    {
        float[] values = [.. Enumerable.Range(1, length).Select(i => (float)i)];
        var target = new float[length + 4];
        Transfer.Copy(values, target.AsSpan(2));
        target.ShouldBe([0, 0, .. values, 0, 0]);

        // Also from where it goes.
        Transfer.Copy(target.AsSpan(2, length), target);
        target.Take(length).ShouldBe(values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(201)]
    public void Nothing_is_transferred_where_there_is_no_room(int length)
    {
        var target = new float[length + 4];
        Should.Throw<ArgumentException>(() => Transfer.Copy(Enumerable.Repeat(1f, length).ToArray(), target.AsSpan(2, length - 1)));
        target.ShouldAllBe(value => value == 0);
    }
}
