using Microsoft.CodeAnalysis;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Cases;

/// <summary>What the generator adds to a build, and to every key pressed in an editor.</summary>
internal static class GeneratorCases
{
    // What is called once a run is compiled again after 30 runs: a second or so without a compilation does not show that all are through.
    private const double WarmUpSeconds = 2;

    public static IEnumerable<Case> All()
    {
        yield return Generate("lenet5/generate", () => NetworkCompilation.Of("LeNet5"), 20_000);
        yield return Generate("conv-50/generate", () => NetworkCompilation.OfSource(DeepConvolutions.Source()), 400_000);
        yield return new Case("lenet5/edit-elsewhere", () => Warm(EditElsewhere(NetworkCompilation.Of("LeNet5"))));
    }

    private static Case Generate(string name, Func<NetworkCompilation> read, double aim) => new(name, () =>
    {
        NetworkCompilation compilation = read();
        return Warm(runs =>
        {
            for (int run = 0; run < runs; run++)
                compilation.Fresh().Run(NetworkCompilation.CreateDriver());
        });
    })
    {
        Aim = Aim.AtMost(aim),
    };

    private static Subject Warm(Action<int> run) => new(Contender.Managed(run, WarmUpSeconds)) { Run = run };

    /// <summary>Types into a comment of the network's file, with everything compiled before.</summary>
    private static Action<int> EditElsewhere(NetworkCompilation network)
    {
        NetworkCompilation[] edits = [network.Edit(text => text + "// a"), network.Edit(text => text + "// ab")];
        GeneratorDriver driver = network.Run(NetworkCompilation.CreateDriver());
        return runs =>
        {
            for (int run = 0; run < runs; run++)
                driver = edits[run % 2].Fresh().Run(driver);
        };
    }
}
