using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StaticNet.Runtime;

/// <summary>
/// The memory and the state of one instance of a network. Generated code derives the network's programs from it, in a namespace of
/// their own, where no name of the user's reaches; the user's class holds one of these and nothing else.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public abstract class NetworkInstance
{
    /// <summary>All weights, which other instances may share.</summary>
    protected readonly AlignedBuffer parameters;

    /// <summary>Their gradients, in the same order.</summary>
    protected readonly AlignedBuffer gradients;

    /// <summary>What is kept and saved but not trained, which other instances may share.</summary>
    protected readonly AlignedBuffer states;

    /// <summary>The arena: every value of every program, at a constant offset.</summary>
    protected readonly AlignedBuffer workspace;

    /// <summary>Samples of the Forward that Backward may follow; 0 before the first, below 0 for what <see cref="Check"/> has a name.</summary>
    protected int lastCount;

    /// <summary>Whether that Forward was divided among threads.</summary>
    protected bool lastWasSliced;

    private readonly bool isRandom;
    private AlignedBuffer kept;
    private int isBusy;
    private ulong shares;

    /// <summary>An instance with memory of its own beside weights and states.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="states">What is kept and saved but not trained.</param>
    /// <param name="workspaceLength">Floats of the arena.</param>
    /// <param name="hasGradients">Whether there is a backward pass.</param>
    /// <param name="isRandom">Whether a pass may draw random numbers.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    protected NetworkInstance(AlignedBuffer parameters, AlignedBuffer states, int workspaceLength, bool hasGradients, bool isRandom)
    {
        this.parameters = parameters;
        this.states = states;
        this.isRandom = isRandom;
        gradients = new AlignedBuffer(hasGradients ? parameters.Length : 0);
        workspace = new AlignedBuffer(workspaceLength);
    }

    /// <summary>All weights.</summary>
    public Span<float> Parameters => parameters.Span;

    /// <summary>Their gradients.</summary>
    public Span<float> Gradients => gradients.Span;

    /// <summary>What is kept and saved but not trained.</summary>
    public Span<float> States => states.Span;

    /// <summary>Whether Forward behaves as in training.</summary>
    public bool Training { get; set; }

    /// <summary>What the random numbers of the next Forward are drawn from, while <see cref="Training"/>.</summary>
    public ulong RandomState { get; set; }

    /// <summary>The threads of this instance's own; null as long as it has none.</summary>
    public virtual WorkerTeam? Team => null;

    /// <summary>
    /// Begins a call. An instance is for one thread at a time, and two that share it by mistake must hear of it at once: with several
    /// slices they would wait for each other's threads for good.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another thread is in a call on this instance; it goes on undisturbed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.Exchange(ref isBusy, 1) != 0)
            ThrowBusy();
    }

    /// <summary>Ends a call, also one that failed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref isBusy, 0);

    /// <summary>Writes the weights to a file, as <see cref="WeightsFile.Save"/> does.</summary>
    public void Save(string path, TensorInfo[] tensors)
    {
        Enter();
        try
        {
            WeightsFile.Save(path, tensors, Parameters, States);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads the weights from a file that holds them and nothing else.</summary>
    public void Load(string path, TensorInfo[] tensors, bool requireFinite)
    {
        Enter();
        try
        {
            WeightsFile.Load(path, tensors, Parameters, States, requireFinite ? LoadOptions.ExactAndFinite : LoadOptions.Exact);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads the weights from a file that may differ as the options say.</summary>
    public void Load(string path, TensorInfo[] tensors, LoadOptions options)
    {
        Enter();
        try
        {
            WeightsFile.Load(path, tensors, Parameters, States, options);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads the weights from the bytes of a file that holds them and nothing else.</summary>
    public void Load(ReadOnlySpan<byte> safetensors, TensorInfo[] tensors, bool requireFinite)
    {
        Enter();
        try
        {
            WeightsFile.Load(safetensors, tensors, Parameters, States, requireFinite ? LoadOptions.ExactAndFinite : LoadOptions.Exact);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads the weights from the bytes of a file that may differ as the options say.</summary>
    public void Load(ReadOnlySpan<byte> safetensors, TensorInfo[] tensors, LoadOptions options)
    {
        Enter();
        try
        {
            WeightsFile.Load(safetensors, tensors, Parameters, States, options);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Begins a call of a few nanoseconds that nothing can interrupt, of which a locked instruction would be the most. Two threads that
    /// begin in the same nanosecond may both get through; they disturb numbers, and nothing else.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another thread is in a call on this instance.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void EnterBriefly()
    {
        if (isBusy != 0)
            ThrowBusy();
        isBusy = 1;
    }

    /// <summary>
    /// Lets another instance on the same weights behave as this one, with random numbers of its own: a stream for each, which depends on
    /// this one's and on how many instances it was shared with before.
    /// </summary>
    /// <param name="other">The other instance.</param>
    protected void ShareModeWith(NetworkInstance other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Training = Training;
        if (isRandom)
            other.RandomState = CounterRandom.Bits64(RandomState, ++shares);
    }

    /// <summary>Keeps the gradients of before a backward pass, which overwrites them.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for them; nothing has changed.</exception>
    protected void KeepGradients()
    {
        if (kept.Length == 0)
            kept = new AlignedBuffer(gradients.Length);
        Gradients.CopyTo(kept.Span);
    }

    /// <summary>Adds those to the gradients of that pass.</summary>
    protected void AddKeptGradients() => FlatBuffers.Add(kept.Span, Gradients);

    [DoesNotReturn]
    private static void ThrowBusy() => throw new InvalidOperationException(
        "Another thread is in a call on this instance, and an instance is for one thread at a time. Give each thread an instance of its "
        + "own with ShareParameters(), or let calls wait for each other with a lock.");
}
