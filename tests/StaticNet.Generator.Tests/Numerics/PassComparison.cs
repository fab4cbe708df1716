using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Interprets the graph after each pass and compares it with the graph before all of them.</summary>
internal static class PassComparison
{
    /// <summary>In double precision, a rearranged sum differs by its rounding errors and nothing else.</summary>
    private const double Tolerance = 1e-11;

    public static void Check(LoweredNetwork network, Reference reference)
    {
        foreach (var observed in network.Passes.Where(pass => pass.Pass is not ("Construction" or "Autodiff")))
        {
            if (observed.Program == "Stream")
            {
                CheckStep(network, observed, reference);
                continue;
            }

            var expected = observed.Program switch
            {
                "Inference" or "Batch" => reference.Inference,
                "Training" => reference.Training,
                "Step" => reference.Step,
                _ => reference.Evaluate,
            };
            var values = Interpreter.Run(observed.Graph, reference.Data.Bind(Reference.Masks(network, observed.Program)));
            foreach (var root in observed.Graph.Roots)
                Compare(values.Find(root.Kind, root.Index), expected!.Find(root.Kind, root.Index), observed, root);
        }
    }

    /// <summary>One step of a sequence takes states beside its inputs, which are drawn here.</summary>
    private static void CheckStep(LoweredNetwork network, ObservedGraph observed, Reference reference)
    {
        var first = network.After("Stream", "Autodiff").ShouldNotBeNull();
        var random = new Random(5);
        var bindings = reference.Data.Bind(Reference.Masks(network, observed.Program)) with
        {
            Inputs = [.. first.Interface.Inputs.Select(input => Enumerable.Range(0, input.Shape.Length * reference.Data.Count).Select(_ => (2 * random.NextDouble()) - 1).ToArray())],
        };
        var expected = Interpreter.Run(first, bindings);
        var values = Interpreter.Run(observed.Graph, bindings);
        foreach (var root in observed.Graph.Roots)
            Compare(values.Find(root.Kind, root.Index), expected.Find(root.Kind, root.Index), observed, root);
    }

    private static void Compare(Tensor actual, Tensor expected, ObservedGraph observed, Root root)
    {
        var size = Math.Max(1e-3, expected.Values.Select(Math.Abs).Max());
        for (var i = 0; i < expected.Values.Length; i++)
        {
            if (!(Math.Abs(actual.Values[i] - expected.Values[i]) <= Tolerance * size))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{root.Kind} {root.Index}[{i}] of {observed.Program} is {actual.Values[i]:R} after {observed.Pass}, not {expected.Values[i]:R}:\n{GraphPrinter.Print(observed.Graph)}"));
            }
        }
    }
}
