namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Simplification, fusion and layout assignment change how values are computed, but not the values.</summary>
public sealed class PassTests
{
    public static TheoryData<string, string> Rows => Catalogues.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_pass_changes_a_value(string catalogue, string name)
    {
        var network = Catalogues.Find(catalogue, name);
        PassComparison.Check(network, Reference.Of(network, 1));
    }
}
