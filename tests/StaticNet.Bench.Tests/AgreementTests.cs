using StaticNet.Bench.Peers;

namespace StaticNet.Bench.Tests;

/// <summary>Only who computes the same is timed.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void Differences_of_rounding_pass() => Agreement.Check("outputs", [1000.05f, 0.05f], [1000f, 0f]);

    [Theory]
    [InlineData(1000f, 0.2f)]
    [InlineData(1000f, float.NaN)]
    [InlineData(float.PositiveInfinity, 0f)]
    public void Other_values_fail(float first, float second) =>
        Should.Throw<DisagreementException>(() => Agreement.Check("outputs", [first, second], [1000f, 0f]));

    [Fact]
    public void Other_lengths_fail() =>
        Should.Throw<DisagreementException>(() => Agreement.Check("outputs", [1f], [1f, 2f]))
            .Message.ShouldContain("1 outputs instead of 2");
}
