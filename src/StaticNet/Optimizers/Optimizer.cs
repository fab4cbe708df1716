using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// Turns gradients into new parameters. Works over the flat buffers and allocates nothing after <see cref="Attach(int)"/>.
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
    private readonly List<ParameterGroup> groups = [];
    private ParameterSegments segments = ParameterSegments.Whole(0);
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

    /// <summary>What is remembered of each parameter; empty before <see cref="Attach(int)"/>.</summary>
    public ReadOnlySpan<OptimizerState> StateTensors => stateTensors;

    /// <summary>What is treated otherwise than the rest, in the order in which it was declared: of several groups, the last has a tensor.</summary>
    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>Whether <see cref="Attach(int)"/> was called.</summary>
    public bool IsAttached => parameterCount >= 0;

    /// <summary>
    /// Whether each parameter's update depends on its own gradient and state alone, and <see cref="ApplyPart"/> can be called
    /// for parts of the parameters on several threads. False unless overridden: the update then runs on one thread.
    /// </summary>
    protected internal virtual bool IsElementwise => false;

    /// <summary>The step size in double precision.</summary>
    protected double ExactLearningRate => learningRate.Exact;

    /// <summary>Declares a group of parameters, before the optimizer is given to a trainer.</summary>
    /// <param name="pattern">Their names, in which * stands for any characters and ? for one: <c>head.*</c>, <c>*.bias</c>.</param>
    /// <returns>The group, which says nothing else than the optimizer until it is told to.</returns>
    /// <exception cref="ArgumentException">The pattern is empty.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer already.</exception>
    /// <exception cref="NotSupportedException">Updates of this optimizer are not elementwise.</exception>
    public ParameterGroup AddGroup(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return Add(new ParameterGroup(pattern, tensor => FileSystemName.MatchesSimpleExpression(pattern, tensor.Name, ignoreCase: false)));
    }

    /// <summary>
    /// Exempts tensors of one dimension from weight decay, as is customary: biases, and the weights of normalisations.
    /// </summary>
    /// <returns>Their group.</returns>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer already.</exception>
    /// <exception cref="NotSupportedException">Updates of this optimizer are not elementwise.</exception>
    public ParameterGroup ExemptVectorsFromDecay()
    {
        ParameterGroup group = Add(new ParameterGroup("tensors of one dimension", tensor => tensor.Shape.Length <= 1));
        group.WeightDecay = 0;
        return group;
    }

    /// <summary>Allocates the state for a network, and finds the tensors of each group.</summary>
    /// <param name="network">The network that is trained.</param>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer already.</exception>
    /// <exception cref="ArgumentException">A group has no parameter of the network.</exception>
    /// <exception cref="NotSupportedException">A parameter of the network is frozen, but updates are not elementwise.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public void Attach(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        RequireFree();
        bool isFrozen = false;
        foreach (TensorInfo tensor in network.Tensors)
            isFrozen |= tensor.IsFrozen;
        if (isFrozen && !IsElementwise)
            throw new NotSupportedException($"{GetType()} does not say that its updates are elementwise, so no parameter of its network can be frozen.");
        Attach(network.Parameters.Length, groups.Count == 0 && !isFrozen ? ParameterSegments.Whole(network.Parameters.Length) : ParameterSegments.Of(network.Tensors, groups));
    }

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
        RequireFree();
        if (groups.Count > 0)
            throw new InvalidOperationException($"Groups are of tensors by name, which a number of parameters does not tell. Call {nameof(Attach)} with the network.");
        Attach(parameterCount, ParameterSegments.Whole(parameterCount));
    }

    /// <summary>Makes one update in place.</summary>
    /// <param name="parameters">The flat parameters, as many as the optimizer is attached to.</param>
    /// <param name="gradients">Their gradients, in the same order.</param>
    /// <exception cref="InvalidOperationException">The optimizer is not attached.</exception>
    /// <exception cref="ArgumentException">A length differs from the attached one; nothing was changed.</exception>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Begin(parameters, gradients);
        if (IsElementwise)
            ApplySegments(0, parameters, gradients);
        else
            Apply(parameters, gradients);
    }

    /// <summary>Makes the update of some of the parameters, group by group.</summary>
    internal void ApplySegments(int start, Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        foreach ((int first, int end, ParameterGroup? group) in segments.Within(start, start + parameters.Length))
        {
            if (group is { IsTrainable: false })
                continue;
            var settings = new UpdateSettings(ExactLearningRate * (group?.RateFactor ?? 1), group?.WeightDecay ?? WeightDecay);
            ApplyPart(first, parameters[(first - start)..(end - start)], gradients[(first - start)..(end - start)], settings);
        }
    }

    /// <summary>Sets the gradients of what is not trained to zero, so that they count for no norm.</summary>
    internal void ClearUntrained(Span<float> gradients)
    {
        foreach ((int first, int end, ParameterGroup? group) in segments.Within(0, gradients.Length))
        {
            if (group is { IsTrainable: false })
                gradients[first..end].Clear();
        }
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
    /// Asks for state through <see cref="AddState"/>; called by <see cref="Attach(int)"/>, again only after it failed. Stateless unless
    /// overridden.
    /// </summary>
    protected virtual void Allocate()
    {
    }

    /// <summary>
    /// Makes one update, where updates are not elementwise. <see cref="StepCount"/> counts it already, and lengths are checked.
    /// </summary>
    /// <param name="parameters">The flat parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <exception cref="NotSupportedException">It is not overridden.</exception>
    protected virtual void Apply(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        throw new NotSupportedException($"{GetType()} must override {nameof(Apply)}, or say that it is elementwise and override {nameof(ApplyPart)}.");

    /// <summary>
    /// Makes the update of some of the parameters, which are all of one group, perhaps while other threads make that of others; called
    /// instead of <see cref="Apply"/> where <see cref="IsElementwise"/> says that it may be.
    /// </summary>
    /// <param name="start">
    /// The number of the first parameter, which is also its place in <see cref="OptimizerState.Values"/>.
    /// </param>
    /// <param name="parameters">Some of the parameters, one after another.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="settings">Their step size and decay.</param>
    /// <exception cref="NotSupportedException">It is not overridden.</exception>
    protected internal virtual void ApplyPart(int start, Span<float> parameters, ReadOnlySpan<float> gradients, UpdateSettings settings) =>
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

    private void Attach(int parameterCount, ParameterSegments segments)
    {
        this.segments = segments;
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

    private void RequireFree()
    {
        if (IsAttached)
            throw new InvalidOperationException("This optimizer belongs to another trainer, whose state it holds. Create a new one.");
    }

    private ParameterGroup Add(ParameterGroup group)
    {
        RequireFree();
        if (!IsElementwise)
            throw new NotSupportedException($"{GetType()} does not say that its updates are elementwise, so parameters cannot be in groups.");
        groups.Add(group);
        return group;
    }
}
