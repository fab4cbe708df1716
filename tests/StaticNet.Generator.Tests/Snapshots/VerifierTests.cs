namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>The snapshot comparison itself.</summary>
public sealed class VerifierTests
{
    [Fact]
    public void Line_endings_do_not_matter() => Verifier.Verify("first\r\nsecond\r\n", "txt");

    [Fact]
    public void A_difference_is_shown_and_kept()
    {
        // While snapshots are accepted, there is no difference.
        if (Environment.GetEnvironmentVariable("STATICNET_ACCEPT_SNAPSHOTS") == "1")
            return;
        var failure = Should.Throw<Xunit.Sdk.FailException>(() => Verifier.Verify("first\nother\n", "txt", method: nameof(Line_endings_do_not_matter)));
        failure.Message.ShouldContain("line 2 was");
        failure.Message.ShouldContain("second");
        failure.Message.ShouldContain("other");

        // The next comparison that succeeds takes the received file away.
        Verifier.Verify("first\nsecond\n", "txt", method: nameof(Line_endings_do_not_matter));
    }
}
