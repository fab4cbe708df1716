using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>
/// A batch on several threads: contiguous slices of its samples, each computed by an instance of the network with an arena and
/// gradients of its own. The first instance is the network itself, on the calling thread.
/// </summary>
/// <remarks>
/// How a batch is divided depends on its number of samples and the degree of parallelism alone, and everything that is put
/// together from slices is so in their order: for a given degree, results have the same bits in every run.
/// </remarks>
/// <typeparam name="TInstance">The programs of the network, whose generated code derives from this.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public abstract class BatchSlices<TInstance> : IWorkerTask
    where TInstance : NetworkInstance
{
    private readonly GradientSum<TInstance> gradientSum = new();
    private TInstance[] instances;
    private int samples;

    /// <summary>Prepares for one slice: the network itself.</summary>
    /// <param name="instance">The instance that has the batch.</param>
    /// <param name="name">What its threads are called after.</param>
    protected BatchSlices(TInstance instance, string name)
    {
        instances = [instance];
        Team = new WorkerTeam(name);
    }

    /// <summary>The threads.</summary>
    public WorkerTeam Team { get; }

    /// <summary>How many slices the last batch has.</summary>
    protected int Count { get; private set; } = 1;

    /// <summary>How many slices a batch is worth.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="degree">The degree of parallelism.</param>
    /// <param name="grain">Samples that a slice should have, so that a thread earns what it costs to wake it.</param>
    public static int CountFor(int samples, int degree, int grain) => Math.Max(1, Math.Min(degree, samples / grain));

    /// <summary>Creates instances and threads for that many slices; what there is stays.</summary>
    /// <param name="count">How many slices there will be.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory, or no more threads.</exception>
    public void Reserve(int count)
    {
        while (instances.Length < count)
            instances = [.. instances, CreateInstance()];
        Team.Grow(count);
    }

    /// <summary>The instance of a slice.</summary>
    protected TInstance Instance(int slice) => instances[slice];

    /// <summary>The number within the batch of a slice's first sample.</summary>
    protected int First(int slice) => Partition.Start(samples, Count, slice);

    /// <summary>How many samples a slice has.</summary>
    protected int Length(int slice) => First(slice + 1) - First(slice);

    /// <summary>Divides a batch, for which <see cref="Reserve"/> has made room.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="count">How many slices: at most one a sample.</param>
    protected void Divide(int samples, int count)
    {
        this.samples = samples;
        Count = count;
    }

    /// <summary>Lets a slice begin on its own thread; the first waits for <see cref="Complete"/>.</summary>
    protected void Start(int slice)
    {
        if (slice > 0)
            Team.Start(this, slice);
    }

    /// <summary>Computes the first slice on the calling thread and waits for the others.</summary>
    /// <exception cref="Exception">What the first slice that failed threw.</exception>
    protected void Complete() => Team.Complete(this, Count);

    /// <summary>Adds up the gradients of all slices in those of the network.</summary>
    protected void SumGradients() => gradientSum.Run(Team, instances, Count);

    /// <summary>Another instance on the same weights.</summary>
    protected abstract TInstance CreateInstance();

    /// <summary>Computes one slice, whose samples are in its arena.</summary>
    /// <param name="slice">Which.</param>
    protected abstract void Run(int slice);

    void IWorkerTask.Run(int part) => Run(part);
}
