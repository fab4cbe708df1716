using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// Turns gradients into new parameters. Works over the flat buffers and allocates nothing after <see cref="Attach"/>.
/// </summary>
/// <remarks>
/// An optimizer holds the state of one training and belongs to one trainer. To write one, pass hyperparameters of your own to
/// <see cref="AddHyperparameter"/> and ask <see cref="AddState"/> for memory from within <see cref="Allocate"/>: both are then
/// saved and restored with checkpoints.
/// </remarks>
public abstract class Optimizer
{
    private readonly Hyperparameter learningRate;
    private readonly Hyperparameter weightDecay;
    private Hyperparameter[] hyperparameters = [];
    private OptimizerState[] stateTensors = [];
    private int parameterCount = -1;

    /// <summary>Creates the optimizer, not yet attached.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="weightDecay">The factor of the L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative or not finite.</exception>
    protected Optimizer(float learningRate, float weightDecay)
    {
        this.learningRate = AddHyperparameter("learning_rate", learningRate);
        this.weightDecay = AddHyperparameter("weight_decay", weightDecay);
    }

    /// <summary>The name under which checkpoints know this kind of optimizer.</summary>
    public abstract string Name { get; }

    /// <summary>The step size. May be changed at any time, which is all that a schedule does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => learningRate.Value;
        set => learningRate.Set(value, nameof(LearningRate));
    }

    /// <summary>The factor of the L2 penalty: this times the parameter is added to its gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get => weightDecay.Value;
        set => weightDecay.Set(value, nameof(WeightDecay));
    }

    /// <summary>How many updates were made.</summary>
    public long StepCount { get; internal set; }

    /// <summary>All hyperparameters, beginning with the learning rate and the weight decay.</summary>
    public ReadOnlySpan<Hyperparameter> Hyperparameters => hyperparameters;

    /// <summary>What is remembered of each parameter; empty before <see cref="Attach"/>.</summary>
    public ReadOnlySpan<OptimizerState> StateTensors => stateTensors;

    /// <summary>Whether <see cref="Attach"/> was called.</summary>
    public bool IsAttached => parameterCount >= 0;

    /// <summary>
    /// Whether each parameter's update depends on its own gradient and state alone, and <see cref="ApplyPart"/> can be called
    /// for parts of the parameters on several threads. False unless overridden: the update then runs on one thread.
    /// </summary>
    protected internal virtual bool IsElementwise => false;

    /// <summary>The step size in double precision.</summary>
    protected double ExactLearningRate => learningRate.Exact;

    /// <summary>
    /// Allocates the state for a network of that many parameters. A trainer does this. An optimizer whose state cannot be allocated
    /// is as it was, and may be attached again.
    /// </summary>
    /// <param name="parameterCount">The length of the flat parameter buffer.</param>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public void Attach(int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        if (IsAttached)
            throw new InvalidOperationException("This optimizer belongs to another trainer, whose state it holds. Create a new one.");
        this.parameterCount = parameterCount;
        try
        {
            Allocate();
        }
        catch
        {
            this.parameterCount = -1;
            stateTensors = [];
            throw;
        }
    }

    /// <summary>Makes one update in place.</summary>
    /// <param name="parameters">The flat parameters, as many as the optimizer is attached to.</param>
    /// <param name="gradients">Their gradients, in the same order.</param>
    /// <exception cref="InvalidOperationException">The optimizer is not attached.</exception>
    /// <exception cref="ArgumentException">A length differs from the attached one; nothing was changed.</exception>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Begin(parameters, gradients);
        Apply(parameters, gradients);
    }

    /// <summary>Checks and counts an update, all of whose parts are then applied.</summary>
    internal void Begin(ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (!IsAttached)
            throw new InvalidOperationException("The optimizer has no state yet. Pass it to a trainer, or call Attach first.");
        if (parameters.Length != parameterCount)
            throw new ArgumentException(
                $"The optimizer is attached to {parameterCount} parameters, but was given "
                + $"{parameters.Length}.", nameof(parameters));
        if (gradients.Length != parameterCount)
            throw new ArgumentException(
                $"The optimizer is attached to {parameterCount} parameters, but was given {gradients.Length} "
                + "gradients.", nameof(gradients));
        StepCount++;
    }

    /// <summary>
    /// Asks for state through <see cref="AddState"/>; called by <see cref="Attach"/>, again only after it failed. Stateless unless
    /// overridden.
    /// </summary>
    protected virtual void Allocate()
    {
    }

    /// <summary>Makes one update. <see cref="StepCount"/> counts it already, and lengths are checked.</summary>
    /// <param name="parameters">The flat parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    protected abstract void Apply(Span<float> parameters, ReadOnlySpan<float> gradients);

    /// <summary>
    /// Makes the update of some of the parameters, perhaps while other threads make that of others; called instead of
    /// <see cref="Apply"/> where <see cref="IsElementwise"/> says that it may be.
    /// </summary>
    /// <param name="start">
    /// The number of the first parameter, which is also its place in <see cref="OptimizerState.Values"/>.
    /// </param>
    /// <param name="parameters">Some of the parameters, one after another.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <exception cref="NotSupportedException">It is not overridden.</exception>
    protected internal virtual void ApplyPart(int start, Span<float> parameters, ReadOnlySpan<float> gradients) =>
        throw new NotSupportedException($"{GetType()} says that it is elementwise; then it must override {nameof(ApplyPart)}.");

    /// <summary>Declares a hyperparameter, which checkpoints then keep. To be called by constructors.</summary>
    /// <param name="name">The name, unique within the optimizer.</param>
    /// <param name="value">The first value.</param>
    /// <param name="minimum">The smallest value that is allowed.</param>
    /// <param name="bound">Every value must be below this.</param>
    /// <param name="argument">What the constructor calls the first value, for the message that refuses it; to be left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first value is not allowed.</exception>
    protected Hyperparameter AddHyperparameter(
        string name,
        float value,
        float minimum = 0,
        float bound = float.PositiveInfinity,
        [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        var added = new Hyperparameter(name, value, minimum, bound, argument.Length == 0 ? name : argument);
        hyperparameters = [.. hyperparameters, added];
        return added;
    }

    /// <summary>
    /// Allocates a float a parameter, zeroed, which checkpoints then keep. To be called by <see cref="Allocate"/>.
    /// </summary>
    /// <param name="name">The name, unique within the optimizer.</param>
    /// <exception cref="InvalidOperationException">The optimizer is not being attached.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    protected OptimizerState AddState(string name)
    {
        if (!IsAttached)
            throw new InvalidOperationException(
                $"How long the state '{name}' must be is known within {nameof(Allocate)}. Call {nameof(AddState)} there.");
        var added = new OptimizerState(name, parameterCount);
        stateTensors = [.. stateTensors, added];
        return added;
    }
}
