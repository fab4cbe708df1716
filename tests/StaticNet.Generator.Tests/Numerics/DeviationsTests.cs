namespace StaticNet.Generator.Tests.Numerics;

/// <summary>What counts as a deviation.</summary>
public sealed class DeviationsTests
{
    [Fact]
    public void A_sum_of_terms_of_one_sign_is_held_to_its_size() =>
        IsFound(actual: 100 + (100 * 1.1e-5f), expected: 100, magnitude: 100).ShouldBeTrue();

    [Fact]
    public void A_sum_whose_terms_cancel_is_held_to_their_roundoff()
    {
        IsFound(actual: 1.00002f, expected: 1, magnitude: 60).ShouldBeFalse();
        IsFound(actual: 1.00002f, expected: 1, magnitude: 30).ShouldBeTrue();
        IsFound(actual: 1.00002f, expected: 1, magnitude: null).ShouldBeTrue();
        IsFound(actual: float.NaN, expected: 1, magnitude: 60).ShouldBeTrue();
    }

    private static bool IsFound(float actual, double expected, double? magnitude)
    {
        var deviations = new Deviations();
        deviations.Compare("a sum", [actual], [expected], 0, magnitude is { } terms ? [terms] : null);
        return Record.Exception(() => deviations.ShouldBeNone("")) is not null;
    }
}
