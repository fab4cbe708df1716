using StaticNet.Generator.Graph;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary>How a program runs its network.</summary>
internal enum Mode
{
    /// <summary>As <c>nn.Module.eval()</c>.</summary>
    Inference,

    /// <summary>As <c>nn.Module.train()</c>.</summary>
    Training,
}

/// <summary>
/// A value that is one thing while the network is trained, the first operand, and another at inference, the second. Each program
/// takes its own (<see cref="Passes.Simplify.ForMode"/>) before gradients are derived, so what comes after knows nothing of modes.
/// </summary>
internal sealed record ByMode() : Operation
{
    public override string Describe() => "ByMode";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] == inputs[1]
        ? inputs[0]
        : throw new InvalidOperationException($"a value is {inputs[0]} in training and {inputs[1]} at inference");

    /// <summary>The operand that a mode takes.</summary>
    public static int Choose(Mode mode) => mode == Mode.Training ? 0 : 1;
}
