using Microsoft.CodeAnalysis;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Cases;

/// <summary>What the generator adds to a build, and to every key pressed in an editor.</summary>
internal static class GeneratorCases
{
    public static IEnumerable<Case> All()
    {
        NetworkCompilation lenet = NetworkCompilation.Of("LeNet5");
        yield return new Case("lenet5/generate", runs =>
        {
            for (int run = 0; run < runs; run++)
                lenet.Fresh().Run(NetworkCompilation.CreateDriver());
        });
        yield return new Case("lenet5/edit-elsewhere", EditElsewhere(lenet));
    }

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
