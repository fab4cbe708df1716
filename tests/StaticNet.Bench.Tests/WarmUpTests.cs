using System.Linq.Expressions;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Tests;

/// <summary>When code counts as warm. The time that runs take is made up: a busy machine would decide otherwise.</summary>
public sealed class WarmUpTests
{
    // More than a sample, so that a sample is one run.
    private const double SecondsARun = 0.01;

    [Fact]
    public void Code_is_not_warm_while_the_runtime_compiles()
    {
        const int compiledRuns = 30;
        int calls = 0;
        using var contender = Contender.Timed(
            _ =>
            {
                if (calls++ < compiledRuns)
                    CompileSomething();
                return SecondsARun;
            },
            warmUpSeconds: 10 * SecondsARun);

        contender.WarmUp();

        calls.ShouldBeGreaterThan(compiledRuns);
    }

    [Fact]
    public void Code_that_is_never_through_is_measured_all_the_same()
    {
        int calls = 0;
        using var contender = Contender.Timed(
            _ =>
            {
                calls++;
                CompileSomething();
                return SecondsARun;
            },
            warmUpSeconds: 2 * SecondsARun);

        contender.WarmUp();

        calls.ShouldBeInRange(2, 60);
    }

    private static void CompileSomething() => Expression.Lambda<Func<int>>(Expression.Constant(1)).Compile()();
}
