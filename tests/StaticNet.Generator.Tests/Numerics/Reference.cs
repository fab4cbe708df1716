using System.Collections.Concurrent;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>What a network should compute for one batch: the interpreter's run of the graphs before any pass changes them.</summary>
/// <param name="Data">What goes in.</param>
/// <param name="Inference">Outputs and the gradients of Backward.</param>
/// <param name="Training">The same with dropout; null where there is none.</param>
/// <param name="Step">Loss and gradients of a step; null without a loss.</param>
/// <param name="Evaluate">The loss without dropout; null without a loss.</param>
internal sealed record Reference(TrialData Data, GraphValues Inference, GraphValues? Training, GraphValues? Step, GraphValues? Evaluate)
{
    /// <summary>What dropout masks are drawn from, in Forward and in the trainer.</summary>
    public const int RandomSeed = 77;

    /// <summary>
    /// Rounding errors are some 1e-7 of a value's size. A run that stays well farther from every kink crosses none.
    /// </summary>
    private const double KinkDistance = 3e-6;

    private static readonly ConcurrentDictionary<(NetworkCase Case, int Count), Lazy<Reference>> Known = new();

    /// <summary>The reference for a batch, computed once for all tiers.</summary>
    public static Reference Of(LoweredNetwork network, int count) => Known.GetOrAdd(
        (network.Case, count), _ => new Lazy<Reference>(() => Draw(network, count))).Value;

    /// <summary>The reference for data of the caller's own.</summary>
    public static Reference Of(LoweredNetwork network, TrialData data) => new(
        data, Run(network, "Inference", data)!, Run(network, "Training", data), Run(network, "Step", data), Run(network, "Evaluate", data));

    /// <summary>The dropout masks that the network draws in one of its programs.</summary>
    public static DropoutMasks Masks(LoweredNetwork network, string program) =>
        new(RandomSeed, 0, DropoutMasks.LayoutsOf(network.After(program)!));

    /// <summary>A reference for data that stays away from kinks.</summary>
    public static Reference Draw(LoweredNetwork network, int count)
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var reference = Of(network, TrialData.Draw(network.Interface, count, (1000 * count) + seed));
            if (IsSmooth(network, "Inference", reference.Inference)
                && IsSmooth(network, "Training", reference.Training)
                && IsSmooth(network, "Step", reference.Step))
            {
                return reference;
            }
        }

        throw new InvalidOperationException($"{network.Case.Name} is near a kink wherever it is tried");
    }

    private static GraphValues? Run(LoweredNetwork network, string program, TrialData data)
    {
        if (network.After(program, "Autodiff") is not { } graph)
            return null;
        return Interpreter.Run(graph, data.Bind(Masks(network, program)));
    }

    private static bool IsSmooth(LoweredNetwork network, string program, GraphValues? values) =>
        values is null || Kinks.Distance(network.After(program, "Autodiff")!, values) > KinkDistance;
}
