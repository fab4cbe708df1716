using System.Globalization;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Incremental;

/// <summary>The compiler runs under the user's culture; what it makes must not.</summary>
public class CultureTests
{
    private const string Source =
        """
        using StaticNet;
        [Network(BatchCapacity = 3)]
        [Input(4, 4), Reshape(2, -1), LeakyReLU(-0.125), Dropout(0.25, Name = "drop"), Flatten, Use(typeof(B), 12)]
        [SoftmaxCrossEntropy(Weight = 1234.5)]
        partial class Net;
        [Block, Dense(Width * 100, InitializerScale = 1e-7)] class B { [BlockParameter] const int Width = 10; }
        [Network(Precision = (Precision)(-3)), Use(typeof(B), 1, 2)] partial class Wrong;
        """;

    [Fact]
    public void AHostileCultureChangesNothing()
    {
        var expected = GeneratorRun.Of(Source);
        var actual = Under(Hostile(), () => GeneratorRun.Of(Source));

        actual.Specs.ShouldBe(expected.Specs);
        actual.Sources.ShouldBe(expected.Sources);
        actual.Diagnostics.Select(Message).ShouldBe(expected.Diagnostics.Select(Message));
        expected.Diagnostics.Select(Message).ShouldContain(
            message => message.StartsWith("network 'Wrong': -3", StringComparison.Ordinal));
    }

    private static string Message(Microsoft.CodeAnalysis.Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    // Tests run without culture data, so this one is made by hand: decimals as in de-DE, minus and digits as in fa-IR.
    private static CultureInfo Hostile()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u200e\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NativeDigits = [.. Enumerable.Range(0, 10).Select(digit => ((char)('\u06f0' + digit)).ToString())];
        culture.NumberFormat.DigitSubstitution = DigitShapes.NativeNational;
        return culture;
    }

    private static T Under<T>(CultureInfo culture, Func<T> function)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            return function();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
