using System.ComponentModel;
using System.Runtime.ExceptionServices;

namespace StaticNet.Runtime;

/// <summary>The calling thread and threads of its own beside it, which do the parts of a task at the same time.</summary>
/// <remarks>
/// For one caller at a time. A task allocates nothing. There is nothing to dispose: the threads refer to nothing of their
/// owner's while they wait, and they end after the team has become garbage.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkerTeam
{
    /// <summary>The most threads that a team may have.</summary>
    internal const int MaximumSize = 1024;

    private readonly string name;
    private Worker[] workers = [];

    /// <summary>A team of the calling thread alone.</summary>
    /// <param name="name">What its threads are called after.</param>
    internal WorkerTeam(string name) => this.name = name;

    /// <summary>Ends the threads.</summary>
    ~WorkerTeam()
    {
        foreach (Worker worker in workers)
            worker.Stop();
    }

    /// <summary>How many threads there are, with the calling one.</summary>
    internal int Size => workers.Length + 1;

    /// <summary>Starts threads until there are that many; threads that there are stay.</summary>
    /// <param name="size">With the calling thread: 1 to <see cref="MaximumSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    internal void Grow(int size)
    {
        Check.DegreeOfParallelism(size);
        while (Size < size)
            workers = [.. workers, new Worker($"StaticNet {name} {Size}")];
    }

    /// <summary>
    /// Lets another thread begin a part and returns at once. <see cref="Complete"/> must follow, after any number of these.
    /// </summary>
    /// <param name="task">What to do.</param>
    /// <param name="part">Which part: 1 to below <see cref="Size"/>.</param>
    internal void Start(IWorkerTask task, int part) => workers[part - 1].Start(task, part);

    /// <summary>Does part 0 on the calling thread, then waits for the others, whatever becomes of any.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="parts">How many parts there are; all but part 0 were begun with <see cref="Start"/>.</param>
    /// <exception cref="Exception">What the first part that failed threw. No part runs any more.</exception>
    internal void Complete(IWorkerTask task, int parts)
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            task.Run(0);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        for (int part = 1; part < parts; part++)
        {
            ExceptionDispatchInfo? other = workers[part - 1].Wait();
            failure ??= other;
        }

        // Without this, the caller's last use of the team might be its reading of the array above, and threads stop at work.
        GC.KeepAlive(this);
        failure?.Throw();
    }

    /// <summary>Does all parts, each on a thread of its own.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="parts">How many parts there are: 1 to <see cref="Size"/>.</param>
    /// <exception cref="Exception">What the first part that failed threw. No part runs any more.</exception>
    internal void Run(IWorkerTask task, int parts)
    {
        for (int part = 1; part < parts; part++)
            Start(task, part);
        Complete(task, parts);
    }
}
