using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

public sealed class CheckTests
{
    [Fact]
    public void Right_arguments_pass()
    {
        Check.Length("input", 5, 5);
        Check.BatchLength("inputs", 15, 3, 5);
        Check.SampleCount("inputs", 15, 5, 3).ShouldBe(3);
        Check.SampleCount("inputs", 5, 5, 3).ShouldBe(1);
        Check.Count(1, 3);
        Check.Count(3, 3);
        Check.Labels("labels", [0, 9, 5], new int[3], 10);
        Check.ForwardHasRun(1);
    }

    [Fact]
    public void Wrong_arguments_are_named_with_what_to_do()
    {
        Message<ArgumentException>(() => Check.Length("input", 4, 5)).ShouldContain("'input' must have 5 elements, but has 4");
        Message<ArgumentException>(() => Check.BatchLength("outputs", 14, 3, 5))
            .ShouldContain("15 elements (3 samples of 5), but has 14");
        Message<ArgumentException>(() => Check.SampleCount("inputs", 14, 5, 3)).ShouldContain("not a whole number of samples");
        Message<ArgumentException>(() => Check.SampleCount("inputs", 20, 5, 3)).ShouldContain("which is 4 samples");
        Message<ArgumentException>(() => Check.SampleCount("inputs", 0, 5, 3)).ShouldContain("1 to 3 samples");
        Message<ArgumentOutOfRangeException>(() => Check.Count(0, 3)).ShouldContain("from 1 to 3, but is 0");
        Message<ArgumentOutOfRangeException>(() => Check.Count(4, 3)).ShouldContain("larger batch");
        Message<ArgumentOutOfRangeException>(() => Check.Count(-1, 3)).ShouldContain("-1");
        Message<ArgumentOutOfRangeException>(() => Check.Labels("labels", [1, 10, -1], new int[3], 10))
            .ShouldContain("'labels' at index 1 is 10, but there are 10 classes");
        Message<ArgumentOutOfRangeException>(() => Check.Labels("labels", [1, 2, -1], new int[4], 10)).ShouldContain("at index 2 is -1");
        Message<InvalidOperationException>(() => Check.ForwardHasRun(0)).ShouldContain("there was none. Call Forward first");
        Message<InvalidOperationException>(() => Check.ForwardHasRun(Check.UsedByBackward)).ShouldContain("another Backward has overwritten");
        Message<InvalidOperationException>(() => Check.ForwardHasRun(Check.OverwrittenByTrainer)).ShouldContain("a trainer's step");
        Message<InvalidOperationException>(() => Check.ForwardHasRun(Check.ForwardFailed)).ShouldContain("the last Forward has failed");
    }

    [Fact]
    public void Batch_lengths_do_not_overflow() =>
        Should.Throw<ArgumentException>(() => Check.BatchLength("inputs", 0, 65536, 65536));

    [Fact]
    public void Checking_labels_allocates_nothing()
    {
        int[] labels = new int[1000], copy = new int[1000];
        Check.Labels("labels", labels, copy, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Check.Labels("labels", labels, copy, 10);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string Message<T>(Action action)
        where T : Exception => Should.Throw<T>(action).Message;
}
