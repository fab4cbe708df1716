namespace StaticNet.Generator.Graph;

/// <summary>What a node computes: shape rule, gradient, layout and lowering of one operation.</summary>
internal abstract record Operation
{
    /// <summary>Name and attributes for graph prints: <c>Convolution 5x5 padding 2</c>.</summary>
    public abstract string Describe();

    /// <summary>The type of the result. Layers have checked shapes before, so a misfit here is a defect.</summary>
    public abstract TensorType InferType(IReadOnlyList<TensorType> inputs);

    /// <summary>Adds the gradient of the loss with respect to each input, as graph operations.</summary>
    /// <param name="gradients">Where contributions go.</param>
    /// <param name="node">The node in the graph under construction.</param>
    /// <param name="outputGradient">The gradient with respect to its value, of the value's type or one that broadcasts to it.</param>
    public virtual void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        throw new InvalidOperationException($"{Describe()} has no gradient");

    /// <summary>Chooses the layout of the result, and asks for layouts of inputs. By default everything is row-major.</summary>
    public virtual Layout AssignLayout(LayoutRequest request)
    {
        for (var i = 0; i < request.Node.Inputs.Count; i++)
            request.Require(i, Layout.RowMajor(request.ShapeOf(i)));
        return Layout.RowMajor(request.Node.Shape);
    }

    /// <summary>
    /// Whether it reads values whose samples lie in blocks (<see cref="Layout.InBlocks"/>); any other operation sees them sample after
    /// sample, in a copy.
    /// </summary>
    public virtual bool ReadsBlocks(IReadOnlyList<TensorType> inputs) => false;

    /// <summary>Whether the value is that of the first input, element by element in the same order: no code, no memory.</summary>
    public virtual bool IsAlias => false;

    /// <summary>What the kernel of the first input may make beside its own value instead, once layouts are known: this value.</summary>
    public virtual Companion CompanionFor(Node node) => Companion.None;

    /// <summary>Whether what it makes depends on all samples of the batch together.</summary>
    public virtual bool CouplesSamples => false;

    /// <summary>Whether it tells the steps of a sequence apart; to any other operation they are a larger batch.</summary>
    public virtual bool SeesSteps => false;

    /// <summary>
    /// Whether, of operands whose first axis are steps of a sequence, each step of the result depends on that step alone. Operands that have
    /// steps are as given; the others are the same in all of them.
    /// </summary>
    public virtual bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => false;

    /// <summary>The same of values that have so many steps each, which are computed at once.</summary>
    public virtual Operation OfSteps(int steps) => this;

    /// <summary>Whether, behind a loop, it is what a value of the loop had in each step.</summary>
    public virtual bool LeavesLoop => false;

    /// <summary>The ways to compute it, the usual one first; none where there is only one, its own.</summary>
    public virtual IEnumerable<Candidate> Candidates(ScheduleRequest request) => Enumerable.Empty<Candidate>();

    /// <summary>Whether the value comes from outside the graph: no code.</summary>
    public virtual bool IsLeaf => false;

    /// <summary>Whether the result may take the place of an input that nobody reads afterwards.</summary>
    public virtual bool MayRunInPlace(KernelSignature signature) => false;

    /// <summary>
    /// The operand that the kernel adds to where it lies, so that the result has its place: what other uses of the same weights have added up
    /// already. Negative where there is none.
    /// </summary>
    public virtual int AddsTo => -1;

    /// <summary>The same sum, added to one more operand where that lies; null where the operation is no sum or has no such kernel.</summary>
    public virtual Operation? Accumulating => null;

    /// <summary>Floating-point operations for one sample, a multiply-add counting as two.</summary>
    public virtual long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => 0;

    /// <summary>The kernel that computes it.</summary>
    public virtual Kernel Lower(KernelSignature signature) =>
        throw new InvalidOperationException($"{Describe()} has no kernel");
}
