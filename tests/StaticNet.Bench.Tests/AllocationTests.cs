using StaticNet.Bench.Cases;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Tests;

/// <summary>
/// What is counted as allocated, and that steps allocate nothing on any number of threads. Not beside other tests, because
/// what these allocate would be counted.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Runs = 50;
    private const int StepRuns = 5;
    private const int Rounds = 300;

    // Of an object without fields.
    private const int ObjectBytes = 24;

    private static object? kept;

    [Fact]
    public void One_object_a_run_is_counted() =>
        Allocation.BytesARun(Repeat(() => kept = new object()), Runs).ShouldBeInRange(ObjectBytes, ObjectBytes + 8);

    [Fact]
    public void One_object_in_all_runs_is_counted_too() =>
        Allocation.BytesARun(_ => kept = new object(), Runs).ShouldBeGreaterThan(0);

    [Fact]
    public void One_object_a_run_on_another_thread_is_counted()
    {
        using var begin = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        var other = new Thread(() =>
        {
            for (int run = 0; run < 3 * Runs; run++)
            {
                begin.Wait();
                kept = new object();
                done.Release();
            }
        });
        other.Start();
        Allocation.BytesARun(
            Repeat(() =>
            {
                begin.Release();
                done.Wait();
            }),
            Runs).ShouldBeGreaterThanOrEqualTo(ObjectBytes);
        other.Join();
    }

    [Theory]
    [InlineData("mlp/step-adam")]
    [InlineData("lenet5/step-sgd")]
    [InlineData("lenet5/step-sgd-2-cores")]
    public void Steps_allocate_nothing(string name)
    {
        Action<int> run = CaseList.Matching([name]).Single(one => one.Name == name).Prepare().Run.ShouldNotBeNull();
        run(Runs);

        // The test runner allocates, too, but not all the time.
        Enumerable.Range(0, Rounds).Any(_ => Allocation.BytesARun(run, StepRuns) == 0).ShouldBeTrue();
    }

    private static Action<int> Repeat(Action once) => runs =>
    {
        for (int run = 0; run < runs; run++)
            once();
    };
}
