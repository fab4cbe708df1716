using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Runtime;

namespace StaticNet.Bench.Cases;

/// <summary>Optimizers by themselves, over a million parameters: nothing but reading and writing memory.</summary>
internal static class UpdateCases
{
    private const int Parameters = 1 << 20;

    public static IEnumerable<Case> All() => [Of(UpdateRule.Sgd), Of(UpdateRule.Adam)];

    private static Case Of(UpdateRule rule) => new($"update-1m/{rule.Kind.ToString().ToLowerInvariant()}", () =>
    {
        Optimizer optimizer = rule.Create();
        optimizer.Attach(Parameters);
        float[] initial = Samples.Uniform(Parameters);
        float[] given = Samples.Uniform(Parameters);
        var parameters = new AlignedBuffer(Parameters);
        var gradients = new AlignedBuffer(Parameters);
        initial.CopyTo(parameters.Span);
        given.CopyTo(gradients.Span);
        for (int i = 0; i < UpdateWork.CheckedUpdates; i++)
            optimizer.Update(parameters.Span, gradients.Span);
        float[] updated = parameters.Span.ToArray();
        return Subject.Of(runs =>
        {
            for (int run = 0; run < runs; run++)
                optimizer.Update(parameters.Span, gradients.Span);
        }) with
        {
            Traffic = Traffic.OfFloats((2L + rule.States) * Parameters, (1L + rule.States) * Parameters),
            Work = new UpdateWork(rule, initial, given, updated),
        };
    });
}
