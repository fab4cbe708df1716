using System.Runtime.CompilerServices;
using StaticNet.Runtime;
using StaticNet.Tests.Shared;

namespace StaticNet.Tests.Runtime;

public sealed class WorkerTeamTests
{
    [Fact]
    public void Each_part_runs_once_on_a_thread_of_its_own_and_the_first_on_the_callers()
    {
        WorkerTeam team = CreateTeam(4);
        var task = new RecordingTask(4);
        for (int round = 1; round <= 1000; round++)
        {
            team.Run(task, 4);
            task.Runs.ShouldAllBe(runs => runs == round);
        }

        task.Threads[0].ShouldBe(Thread.CurrentThread);
        task.Threads.Distinct().Count().ShouldBe(4);
        foreach (Thread thread in task.Threads.Skip(1))
        {
            thread.IsBackground.ShouldBeTrue();
            thread.Name.ShouldStartWith("StaticNet Test ");
        }
    }

    [Fact]
    public void Parts_run_at_the_same_time()
    {
        // Nobody passes the barrier before all have come.
        using var barrier = new Barrier(3);
        WorkerTeam team = CreateTeam(3);
        team.Run(new ActionTask(_ => barrier.SignalAndWait(Patience.Limit).ShouldBeTrue()), 3);
    }

    [Fact]
    public void A_task_may_have_fewer_parts_than_the_team_has_threads_and_the_team_may_grow()
    {
        WorkerTeam team = CreateTeam(1);
        team.Size.ShouldBe(1);
        var task = new RecordingTask(3);
        team.Run(task, 1);
        team.Grow(3);
        team.Size.ShouldBe(3);
        team.Grow(2);
        team.Size.ShouldBe(3, "threads that there are stay");
        team.Run(task, 2);
        team.Run(task, 3);
        task.Runs.ShouldBe([3, 2, 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WorkerTeam.MaximumSize + 1)]
    public void Sizes_are_checked(int size) =>
        Should.Throw<ArgumentOutOfRangeException>(() => CreateTeam(2).Grow(size)).Message.ShouldContain("from 1 to 1024");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_part_throws_reaches_the_caller_when_no_part_runs_any_more(int failing)
    {
        WorkerTeam team = CreateTeam(3);
        Thread? failed = null;
        int running = 0;
        var task = new ActionTask(part =>
        {
            if (part == failing)
            {
                Volatile.Write(ref failed, Thread.CurrentThread);
                throw new InvalidDataException("part " + part);
            }

            // The others are at work until whoever failed is through with it, and waits: the caller for them, a worker for more.
            Interlocked.Increment(ref running);
            Patience.Until(() => Volatile.Read(ref failed) is not null, "a part fails");
            Patience.UntilAsleep(failed!);
            Interlocked.Decrement(ref running);
        });
        Should.Throw<InvalidDataException>(() => team.Run(task, 3)).Message.ShouldBe("part " + failing);
        running.ShouldBe(0);

        var next = new RecordingTask(3);
        team.Run(next, 3);
        next.Runs.ShouldBe([1, 1, 1], "the team goes on");
    }

    [Fact]
    public void The_first_part_in_order_is_reported_where_several_fail()
    {
        WorkerTeam team = CreateTeam(4);
        for (int round = 0; round < 50; round++)
        {
            var task = new ActionTask(part => throw new InvalidDataException("part " + part));
            Should.Throw<InvalidDataException>(() => team.Run(task, 4)).Message.ShouldBe("part 0");
        }
    }

    [Fact]
    public void An_interrupted_caller_waits_and_is_interrupted_afterwards()
    {
        WorkerTeam team = CreateTeam(2);
        bool isDone = false;
        Thread caller = Thread.CurrentThread;
        var task = new ActionTask(part =>
        {
            if (part == 0)
                return;
            Patience.UntilAsleep(caller);
            caller.Interrupt();
            Patience.UntilAsleep(caller);
            isDone = true;
        });
        team.Run(task, 2);
        isDone.ShouldBeTrue();
        Should.Throw<ThreadInterruptedException>(() => Thread.Sleep(Patience.Limit));
    }

    [Fact]
    public void Workers_that_sleep_are_woken()
    {
        WorkerTeam team = CreateTeam(3);
        var task = new RecordingTask(3);
        for (int round = 1; round <= 20; round++)
        {
            team.Run(task, 3);
            task.Runs.ShouldAllBe(runs => runs == round);
            foreach (Thread worker in task.Threads.Skip(1))
                Patience.UntilAsleep(worker);
        }
    }

    [Fact]
    public void A_slow_part_is_waited_for()
    {
        WorkerTeam team = CreateTeam(2);
        Thread caller = Thread.CurrentThread;
        bool isDone = false;
        team.Run(
            new ActionTask(part =>
            {
                if (part == 0)
                    return;
                Patience.UntilAsleep(caller);
                isDone = true;
            }),
            2);
        isDone.ShouldBeTrue();
    }

    [Fact]
    public void Threads_end_when_nobody_has_the_team_and_hold_no_task_before()
    {
        Thread[] threads = RunAndForget(out WeakReference task);
        Patience.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return threads.All(thread => !thread.IsAlive);
            },
            "the team's threads end");
        task.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void An_idle_team_holds_no_task()
    {
        WorkerTeam team = CreateTeam(3);
        WeakReference task = RunOnce(team);
        GC.Collect();
        task.IsAlive.ShouldBeFalse();
        GC.KeepAlive(team);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOnce(WorkerTeam team)
    {
        var task = new RecordingTask(3);
        team.Run(task, 3);
        return new WeakReference(task);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Thread[] RunAndForget(out WeakReference task)
    {
        WorkerTeam team = CreateTeam(3);
        var recording = new RecordingTask(3);
        team.Run(recording, 3);
        task = new WeakReference(recording);
        return recording.Threads[1..];
    }

    private static WorkerTeam CreateTeam(int size)
    {
        var team = new WorkerTeam("Test");
        team.Grow(size);
        return team;
    }

    private sealed class ActionTask(Action<int> action) : IWorkerTask
    {
        public void Run(int part) => action(part);
    }

    private sealed class RecordingTask(int parts) : IWorkerTask
    {
        public int[] Runs { get; } = new int[parts];

        public Thread[] Threads { get; } = new Thread[parts];

        public void Run(int part)
        {
            Runs[part]++;
            Threads[part] = Thread.CurrentThread;
        }
    }
}
