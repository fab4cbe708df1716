using StaticNet.Tests.Shared;

namespace StaticNet.Tests;

/// <summary>How heavy tests are shared out over the days.</summary>
public sealed class HeavyShareTests
{
    private const int Names = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    public void Every_test_is_in_one_share(int count)
    {
        int[] sizes = new int[count];
        for (int name = 0; name < Names; name++)
        {
            int index = Enumerable.Range(0, count).Where(index => HeavyShare.IsDrawn($"Test({name})", $"{index}/{count}")).ShouldHaveSingleItem();
            sizes[index]++;
        }

        sizes.Max().ShouldBeLessThan(2 * Names / count, "shares are of about the same size");
    }

    [Fact]
    public void All_and_none_are_shares_too()
    {
        HeavyShare.IsDrawn("Test", "all").ShouldBeTrue();
        HeavyShare.IsDrawn("Test", "").ShouldBeFalse();
    }

    [Theory]
    [InlineData("8/8")]
    [InlineData("-1/8")]
    [InlineData("0/0")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("every")]
    public void Other_shares_are_refused(string share) =>
        Should.Throw<FormatException>(() => HeavyShare.IsDrawn("Test", share)).Message.ShouldContain(share);
}
