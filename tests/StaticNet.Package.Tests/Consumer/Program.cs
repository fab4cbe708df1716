using System.Runtime.Intrinsics.X86;
using StaticNet;

namespace Consumer;

/// <summary>Tells whether a point of the unit square lies above the diagonal.</summary>
[Network(BatchCapacity = 16)]
[Input(2)]
[Dense(8), Tanh]
[Dense(1)]
[SigmoidBinaryCrossEntropy]
public sealed partial class Diagonal;

/// <summary>Trains, saves and loads; the exit code is 0 where all of it worked.</summary>
public static class Program
{
    /// <summary>Runs the program.</summary>
    public static int Main()
    {
        Console.WriteLine($"AVX2 and FMA: {Avx2.IsSupported && Fma.IsSupported}, AVX-512: {Avx512F.IsSupported}");

        var inputs = new float[2 * Diagonal.BatchCapacity];
        var targets = new float[Diagonal.BatchCapacity];
        for (int i = 0; i < targets.Length; i++)
        {
            inputs[2 * i] = (i % 4 + 0.2f) / 4;
            inputs[2 * i + 1] = (i / 4 + 0.6f) / 4;
            targets[i] = inputs[2 * i + 1] > inputs[2 * i] ? 1 : 0;
        }

        var network = new Diagonal(seed: 1);
        var trainer = new Diagonal.Trainer(network, new Adam(learningRate: 0.05f));
        float first = trainer.Step(inputs, targets);
        float last = first;
        for (int step = 0; step < 300; step++)
            last = trainer.Step(inputs, targets);
        Console.WriteLine($"first loss {first:0.0000}, last loss {last:0.0000}");

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        network.Save(path);
        var loaded = new Diagonal(seed: 2);
        loaded.Load(path);
        File.Delete(path);
        bool same = loaded.Forward(inputs, targets.Length).SequenceEqual(network.Forward(inputs, targets.Length));
        Console.WriteLine(same ? "same answers after loading" : "other answers after loading");

        return last < first / 5 && same ? 0 : 1;
    }
}
