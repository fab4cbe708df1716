using System.Linq.Expressions;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Tests;

/// <summary>When code counts as warm.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public void Code_is_not_warm_while_the_runtime_compiles()
    {
        const int compiledRuns = 30;
        int calls = 0;
        using var contender = Contender.Managed(
            _ =>
            {
                if (calls++ < compiledRuns)
                    Expression.Lambda<Func<int>>(Expression.Constant(calls)).Compile()();
                Thread.Sleep(10);
            },
            warmUpSeconds: 0.1);

        contender.WarmUp();

        calls.ShouldBeGreaterThan(compiledRuns);
    }

    [Fact]
    public void Code_that_is_never_through_is_measured_all_the_same()
    {
        int calls = 0;
        using var contender = Contender.Managed(
            _ =>
            {
                calls++;
                Expression.Lambda<Func<int>>(Expression.Constant(calls)).Compile()();
                Thread.Sleep(10);
            },
            warmUpSeconds: 0.01);

        contender.WarmUp();

        calls.ShouldBeInRange(2, 60);
    }
}
