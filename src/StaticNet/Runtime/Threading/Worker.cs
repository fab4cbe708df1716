using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace StaticNet.Runtime;

/// <summary>A background thread that does one part of a task at a time, for one caller.</summary>
/// <remarks>
/// <para>
/// Whoever waits looks at the state for a while before it sleeps: a training step hands out work several times within a
/// millisecond, and to wake a thread costs the system some ten microseconds. First it keeps its core, because what it waits
/// for is often a microsecond away and a core that was given up comes back when others please; then it offers the core, so
/// that more threads than cores get in each other's way for short only.
/// </para>
/// <para>
/// The thread refers to this object, and this object to a task only while it runs: an idle worker keeps no network alive.
/// </para>
/// </remarks>
internal sealed class Worker
{
    /// <summary>How long a waiting thread keeps its core: 50 microseconds, where there is more than one.</summary>
    private static readonly long PauseTicks = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 20_000 : 0;

    /// <summary>How long it stays awake.</summary>
    private static readonly long AwakeTicks = Stopwatch.Frequency / 5_000;

    /// <summary>Some tenths of a microsecond.</summary>
    private const int Pause = 10;

    private readonly object gate = new();
    private volatile State state = State.Idle;
    private IWorkerTask? task;
    private int part;
    private ExceptionDispatchInfo? failure;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">The thread's name, for debuggers.</param>
    public Worker(string name)
    {
        // Unsafe: the caller's execution context would stay alive as long as the thread, with all that it refers to.
        var thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.UnsafeStart();
    }

    private enum State
    {
        Idle,
        Busy,
        Stopping,
    }

    /// <summary>Hands out a part and returns at once. The worker must be idle.</summary>
    public void Start(IWorkerTask task, int part)
    {
        this.task = task;
        this.part = part;
        Change(State.Idle, State.Busy);
    }

    /// <summary>Waits until the part is done; what it threw, or null.</summary>
    public ExceptionDispatchInfo? Wait()
    {
        WaitWhile(State.Busy);
        ExceptionDispatchInfo? result = failure;
        failure = null;
        return result;
    }

    /// <summary>Ends the thread. The worker must be idle.</summary>
    public void Stop() => Change(State.Idle, State.Stopping);

    private void Loop()
    {
        while (WaitWhile(State.Idle) == State.Busy)
        {
            RunPart();
            Change(State.Busy, State.Idle);
        }
    }

    /// <summary>A method of its own: its references to the task end with it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunPart()
    {
        try
        {
            task!.Run(part);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        task = null;
    }

    private void Change(State from, State to)
    {
        bool isInterrupted = Enter();
        Debug.Assert(state == from, "one caller hands out one part at a time");
        state = to;
        Monitor.Pulse(gate);
        Leave(isInterrupted);
    }

    private State WaitWhile(State current)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            State now = state;
            if (now != current)
                return now;
            long waited = Stopwatch.GetTimestamp() - start;
            if (waited < PauseTicks)
                Thread.SpinWait(Pause);
            else if (waited < AwakeTicks)
                Thread.Yield();
            else
                return SleepWhile(current);
        }
    }

    private State SleepWhile(State current)
    {
        bool isInterrupted = Enter();
        while (state == current)
        {
            try
            {
                Monitor.Wait(gate);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        State now = state;
        Leave(isInterrupted);
        return now;
    }

    /// <summary>
    /// Enters the gate, also when the caller's thread is interrupted: to leave then would leave a worker running on memory
    /// that the caller believes its own. The interruption comes with the thread's next wait instead.
    /// </summary>
    private bool Enter()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                Monitor.Enter(gate);
                return isInterrupted;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }

    private void Leave(bool isInterrupted)
    {
        Monitor.Exit(gate);
        if (isInterrupted)
            Thread.CurrentThread.Interrupt();
    }
}
