using System.ComponentModel;
using StaticNet.Runtime;

namespace StaticNet;

/// <summary>
/// What trainers of all networks share: clipping, the optimizer, counting steps, checkpoints. Generated trainers add the losses
/// and <c>Step</c>.
/// </summary>
/// <remarks>Like its network, a trainer is not safe for use by several threads at once.</remarks>
public abstract class NetworkTrainer
{
    private readonly INetwork network;
    private readonly ParallelUpdate parallelUpdate;
    private float clipNorm = float.PositiveInfinity;
    private int degreeOfParallelism;

    /// <summary>Creates the trainer and allocates the optimizer's state.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="optimizer">An optimizer that no other trainer has.</param>
    /// <param name="seed">Decides all random numbers of the training, such as dropout masks.</param>
    /// <param name="degreeOfParallelism">What <see cref="DegreeOfParallelism"/> is at first.</param>
    /// <exception cref="ArgumentNullException">The network or the optimizer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree of parallelism is below 1 or above 1024.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another trainer.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for the optimizer's state; the optimizer is as it was.</exception>
    protected NetworkTrainer(INetwork network, Optimizer optimizer, int seed, int degreeOfParallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        Check.DegreeOfParallelism(degreeOfParallelism);
        this.network = network;
        this.degreeOfParallelism = degreeOfParallelism;
        parallelUpdate = new ParallelUpdate(network, optimizer);

        // Last, because it is what remains where a constructor fails.
        optimizer.Attach(network);
        Optimizer = optimizer;
        Seed = seed;
    }

    /// <summary>The optimizer; its learning rate may be changed between steps.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What decides all random numbers of the training; a loaded checkpoint replaces it.</summary>
    public int Seed { get; private set; }

    /// <summary>How many updates were made.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// On how many threads, the calling one and some of the network's own, a batch is computed and the parameters are updated;
    /// 1 unless set. Batches too small to be worth it take fewer.
    /// </summary>
    /// <remarks>
    /// For a given degree, results have the same bits in every run; between degrees they differ by rounding, because
    /// gradients are added up in another order. What more threads need is allocated by the first call after the degree was
    /// raised, or by the constructor.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1024.</exception>
    public int DegreeOfParallelism
    {
        get => degreeOfParallelism;
        set
        {
            Check.DegreeOfParallelism(value);
            degreeOfParallelism = value;
        }
    }

    /// <summary>
    /// The largest L2 norm that all gradients together may have: larger ones are scaled down by ClipNorm / (norm + 1e-6), as
    /// torch.nn.utils.clip_grad_norm_ does. +infinity, the default, switches clipping off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or not above 0.</exception>
    public float ClipNorm
    {
        get => clipNorm;
        set
        {
            if (!IsClipNorm(value))
                throw new ArgumentOutOfRangeException(nameof(ClipNorm), value, "'ClipNorm' must be above 0; +infinity is off.");
            clipNorm = value;
        }
    }

    /// <summary>
    /// The L2 norm of all gradients, before scaling, at the last <see cref="Update"/> with a finite <see cref="ClipNorm"/>; 0
    /// before the first such. Without clipping nobody pays for it.
    /// </summary>
    public float GradientNorm { get; private set; }

    /// <summary>Clips the network's gradients in place, lets the optimizer change the parameters, and counts the step.</summary>
    /// <exception cref="InvalidOperationException">Another thread is in a call on the network, an instance of which is for one thread
    /// at a time. Nothing was updated.</exception>
    public void Update()
    {
        Instance?.Enter();
        try
        {
            Span<float> gradients = network.Gradients;
            Optimizer.ClearUntrained(gradients);
            if (float.IsFinite(clipNorm))
                GradientNorm = GradientClipping.Clip(gradients, clipNorm);
            if (degreeOfParallelism > 1 && Optimizer.IsElementwise && Instance?.Team is { } team)
            {
                Optimizer.Begin(network.Parameters, gradients);
                parallelUpdate.Run(team, Math.Min(degreeOfParallelism, team.Size));
            }
            else
            {
                Optimizer.Update(network.Parameters, gradients);
            }

            StepCount++;
        }
        finally
        {
            Instance?.Leave();
        }
    }

    /// <summary>Writes a checkpoint atomically: weights, optimizer state, hyperparameters, step counts and seed.</summary>
    /// <remarks>
    /// A safetensors file in which weights have their own names and shapes and optimizer state is named
    /// <c>optimizer.{state}.{weight}</c> with the weight's shape, whatever layout the compiler chose.
    /// </remarks>
    /// <param name="path">The file to create or replace; a symbolic link is followed.</param>
    /// <exception cref="IOException">
    /// The file could not be written, and the one that was there is as it was; or a folder, a device or anything else but a file is
    /// there.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Save(string path) =>
        Checkpoint.Save(path, network, Optimizer, new TrainingPosition(StepCount, Seed, ClipNorm));

    /// <summary>
    /// Reads a checkpoint, so that training goes on exactly as it would have from where it was saved. Learning rate and all
    /// other hyperparameters are those of the checkpoint. A file that does not fit changes nothing.
    /// </summary>
    /// <param name="path">The file to read.</param>
    /// <exception cref="IOException">
    /// The file could not be read, is a folder or a device, or was written to meanwhile.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="WeightsFormatException">
    /// The file is malformed, no checkpoint, of another network, or of another kind of optimizer.
    /// </exception>
    public void Load(string path)
    {
        TrainingPosition position = Checkpoint.Load(path, network, Optimizer);
        StepCount = position.StepCount;
        Seed = position.Seed;
        clipNorm = position.ClipNorm;
    }

    /// <summary>Makes an update, after gradients were computed; what Step does.</summary>
    /// <param name="loss">The loss that they belong to, which is returned.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected float UpdateAfter(float loss)
    {
        Update();
        return loss;
    }

    /// <summary>The network's memory and threads; null for a network that was not generated.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected virtual NetworkInstance? Instance => null;

    /// <summary>The key of the random numbers of one stream at the current step.</summary>
    /// <param name="stream">Which consumer, for example the number of a dropout layer.</param>
    [CLSCompliant(false)]
    protected uint RandomKey(uint stream) => CounterRandom.Key(unchecked((ulong)Seed), (ulong)StepCount, stream);

    internal static bool IsClipNorm(float value) => value > 0;
}
