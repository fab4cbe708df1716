using System.Runtime.CompilerServices;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Tests.Diagnostics;

public class InternalErrorTests
{
    [Fact]
    public void SN0001_ADefectSaysWhatToReport()
    {
        var info = InternalError.Describe("Net", Catch(() => Fail("two\r\nlines")));

        info.Id.ShouldBe("SN0001");
        info.LayerIndex.ShouldBe(-1);
        var (subject, problem, remedy) = (info.MessageArguments[0], info.MessageArguments[1], info.MessageArguments[2]);
        subject.ShouldBe("network 'Net'");
        problem.ShouldStartWith("the compiler failed with InvalidOperationException (two lines) at ");
        problem.ShouldContain(nameof(Fail));
        problem.ShouldNotContain('\n');
        remedy.ShouldContain("please report it");
    }

    [Fact]
    public void SN0001_AnExceptionThatWasNeverThrownHasNoFrame() =>
        InternalError.Describe("Net", new InvalidOperationException("x")).MessageArguments[1].ShouldEndWith("at an unknown place");

    [Fact]
    public void AnUnknownIdIsAnInternalError() => DiagnosticDescriptors.Get("SN9999").ShouldBe(DiagnosticDescriptors.InternalError);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string message) => throw new InvalidOperationException(message);

    private static Exception Catch(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("nothing was thrown");
    }
}
