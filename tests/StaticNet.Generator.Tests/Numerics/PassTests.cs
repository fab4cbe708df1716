using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Simplification, fusion and layout assignment change how values are computed, but not the values.</summary>
public sealed class PassTests
{
    /// <summary>In double precision, a rearranged sum differs by its rounding errors and nothing else.</summary>
    private const double Tolerance = 1e-11;

    public static TheoryData<string, string> Rows => Catalogues.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_pass_changes_a_value(string catalogue, string name)
    {
        var network = Catalogues.Find(catalogue, name);
        var reference = Reference.Of(network, 1);
        foreach (var observed in network.Passes.Where(pass => pass.Pass is not ("Construction" or "Autodiff")))
        {
            var expected = observed.Program switch
            {
                "Inference" => reference.Inference,
                "Training" => reference.Training,
                "Step" => reference.Step,
                _ => reference.Evaluate,
            };
            var values = Interpreter.Run(observed.Graph, reference.Data.Bind(Reference.Masks(network, observed.Program)));
            foreach (var root in observed.Graph.Roots)
                Compare(values.Find(root.Kind, root.Index), expected!.Find(root.Kind, root.Index), observed, root);
        }
    }

    private static void Compare(Tensor actual, Tensor expected, ObservedGraph observed, Root root)
    {
        var size = Math.Max(1e-3, expected.Values.Select(Math.Abs).Max());
        for (var i = 0; i < expected.Values.Length; i++)
        {
            Math.Abs(actual.Values[i] - expected.Values[i]).ShouldBeLessThanOrEqualTo(Tolerance * size,
                $"{root.Kind} {root.Index}[{i}] of {observed.Program} after {observed.Pass}:\n{GraphPrinter.Print(observed.Graph)}");
        }
    }
}
