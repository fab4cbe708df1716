namespace StaticNet.Tests.Shared;

/// <summary>
/// Waiting for what must happen some time. How long it takes is no test's business: a busy machine is slow, not wrong.
/// </summary>
internal static class Patience
{
    /// <summary>A guard against tests that hang, longer than any run of all tests.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>Waits until a condition holds; what it asks may have to be driven, by a garbage collection for example.</summary>
    /// <exception cref="TimeoutException">It never did.</exception>
    public static void Until(Func<bool> condition, string what)
    {
        long start = Environment.TickCount64;
        while (!condition())
        {
            if (Environment.TickCount64 - start > Limit.TotalMilliseconds)
                throw new TimeoutException($"Never happened within {Limit}: {what}.");
            Thread.Sleep(1);
        }
    }

    /// <summary>Waits until a thread has given up its core and sleeps until it is woken.</summary>
    public static void UntilAsleep(Thread thread) =>
        Until(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, $"thread '{thread.Name}' sleeps");
}
