using StaticNet.Tests.Shared;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Runs a compiled network on a batch, through every public entry, and compares all that it computes.</summary>
internal sealed class Trial
{
    private const float LearningRate = 0.1f;

    private readonly LoweredNetwork lowered;
    private readonly IDrivenNetwork network;
    private readonly Reference reference;
    private readonly Deviations deviations;

    private Trial(LoweredNetwork lowered, IDrivenNetwork network, Reference reference, Deviations deviations)
    {
        this.lowered = lowered;
        this.network = network;
        this.reference = reference;
        this.deviations = deviations;
    }

    private TrialData Data => reference.Data;

    /// <summary>Fails where a network of a catalogue computes anything else than the interpreter.</summary>
    /// <param name="networks">The catalogue.</param>
    /// <param name="name">The network.</param>
    /// <param name="tierName">The tier; the test is skipped where the machine lacks it.</param>
    /// <param name="counts">Batches to try; the largest, some in between and one sample unless given.</param>
    public static void Check(Catalogue networks, string name, string tierName, params int[] counts)
    {
        var tier = TestTier.FindOrSkip(tierName);

        // All tiers are tried in one run; those with fewer instructions repeat the widest they have, and compile all of a catalogue for it.
        if (TestTier.IsNarrowed)
            HeavyShare.SkipRepetitionUnlessDrawn(networks.Cases[0].Name);
        var capacity = networks.Assembly.Networks[name].Case.BatchCapacity;
        if (counts.Length == 0)
            counts = [.. new[] { capacity, 1, capacity - 1, capacity / 2 }.Where(count => count > 0).Distinct()];
        Run(networks.Assembly, name, tier, counts).ShouldBeNone($"{name} in {tier}");
    }

    /// <summary>Runs batches of these counts on one instance, and collects what differs.</summary>
    public static Deviations Run(NetworkAssembly assembly, string name, TestTier tier, IEnumerable<int> counts) =>
        Run(assembly, name, tier, [.. counts.Select(count => Reference.Of(assembly.Networks[name], count))]);

    /// <summary>Runs batches on one instance, and collects what differs.</summary>
    public static Deviations Run(NetworkAssembly assembly, string name, TestTier tier, params Reference[] references) =>
        Run(assembly, name, tier, 1, references);

    /// <summary>The same with batches divided among threads.</summary>
    public static Deviations Run(NetworkAssembly assembly, string name, TestTier tier, int degreeOfParallelism, params Reference[] references) =>
        Run(assembly, name, tier, degreeOfParallelism, new Deviations(), references);

    /// <summary>The same, added to a collection.</summary>
    public static Deviations Run(
        NetworkAssembly assembly, string name, TestTier tier, int degreeOfParallelism, Deviations deviations, params Reference[] references)
    {
        var lowered = assembly.Networks[name];
        var network = assembly.Create(name, tier);
        network.DegreeOfParallelism = degreeOfParallelism;
        Poison(lowered, network);
        foreach (var reference in references)
            new Trial(lowered, network, reference, deviations).Run();
        return deviations;
    }

    /// <summary>Writes weights given in the user's order.</summary>
    public static void SetParameters(INetwork network, IReadOnlyList<float[]> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
            network.Tensors[i].View(network.Parameters).CopyFrom(parameters[i]);
    }

    /// <summary>
    /// Leaves NaN in every place that a run of a full batch writes: what a later run reads before it writes is found out.
    /// </summary>
    private static void Poison(LoweredNetwork lowered, IDrivenNetwork network)
    {
        var data = TrialData.Draw(lowered.Interface, network.BatchCapacity, 0);
        var floats = data.Inputs.Where((_, i) => !lowered.Interface.Inputs[i].IsInteger);
        foreach (var values in floats.Concat(data.OutputGradients).Concat(data.Targets.OfType<float[]>()))
            Array.Fill(values, float.NaN);
        network.Network.Parameters.Fill(float.NaN);
        network.Network.States.Fill(float.NaN);
        foreach (var training in new[] { true, false })
        {
            network.Training = training;
            network.Forward(data.Inputs, Outputs(data), data.Count);
            if (lowered.Compiled.HasBackward)
                network.Backward(data.OutputGradients, Inputs(data));
        }

        network.CreateTrainer(new Sgd(0), 0, network.DegreeOfParallelism)?.ComputeGradients(data.Inputs, data.Targets);
    }

    private static float[][] Outputs(TrialData data) => [.. data.OutputGradients.Select(output => new float[output.Length])];

    private static float[][] Inputs(TrialData data) => [.. data.Inputs.Select(input => new float[input.Length])];

    private void Run()
    {
        SetParameters(network.Network, Data.Parameters);
        RunForwardAndBackward("inference", reference.Inference, training: false);
        if (reference.Training is { } training)
            RunForwardAndBackward("training", training, training: true);
        RunTrainer();
    }

    private void RunForwardAndBackward(string mode, GraphValues expected, bool training)
    {
        var where = $"{mode}, batch of {Data.Count}: ";
        var outputs = Outputs(Data);
        var inputGradients = Inputs(Data);
        network.Training = training;
        network.RandomState = Reference.RandomSeed;
        SetStates();
        network.Forward(Data.Inputs, outputs, Data.Count);
        CompareStates(where, training ? expected : null);
        for (var i = 0; i < outputs.Length; i++)
            deviations.Compare($"{where}output {lowered.Interface.Outputs[i].Name}", outputs[i], expected.Find(RootKind.Output, i).Values);

        RunOtherOverloads(where, expected);
        if (!lowered.Compiled.HasBackward)
            return;
        SetStates();
        network.RandomState = Reference.RandomSeed;
        network.Forward(Data.Inputs, outputs, Data.Count);
        PoisonGradients();
        network.Backward(Data.OutputGradients, inputGradients);
        CompareGradients(where, expected);
        foreach (var i in lowered.Interface.FloatInputs)
        {
            deviations.Compare($"{where}gradient of {lowered.Interface.Inputs[i].Name}", inputGradients[i],
                expected.Find(RootKind.InputGradient, i).Values, LargestGradient(expected));
        }

        network.RandomState = Reference.RandomSeed;
        network.Forward(Data.Inputs, Outputs(Data), Data.Count);
        PoisonGradients();
        network.Backward(Data.OutputGradients, [.. Data.Inputs.Select(_ => Array.Empty<float>())]);
        CompareGradients(where + "without input gradients: ", expected);
        RunPartsOfBackward(where, expected);
    }

    /// <summary>Leaves no gradient what it was; those of frozen parameters, which nobody computes, are 0.</summary>
    private void PoisonGradients()
    {
        network.Network.Gradients.Fill(float.NaN);
        foreach (var tensor in network.Network.Tensors)
        {
            if (tensor.IsFrozen)
                tensor.View(network.Network.Gradients).Fill(0);
        }
    }

    /// <summary>Gradients of parameters that are added to what was there, and gradients of inputs alone.</summary>
    private void RunPartsOfBackward(string where, GraphValues expected)
    {
        var before = network.Network.Gradients.ToArray();
        network.RandomState = Reference.RandomSeed;
        network.Forward(Data.Inputs, Outputs(Data), Data.Count);
        network.BackwardAccumulating(Data.OutputGradients);
        var sums = network.Network.Gradients;
        for (var i = 0; i < sums.Length; i++)
            sums[i] -= before[i];
        CompareGradients(where + "accumulated: ", expected);
        if (!lowered.Interface.FloatInputs.Any())
            return;

        var inputGradients = Inputs(Data);
        network.RandomState = Reference.RandomSeed;
        network.Forward(Data.Inputs, Outputs(Data), Data.Count);
        network.Network.Gradients.Fill(7);
        network.BackwardToInputs(Data.OutputGradients, inputGradients);
        network.Network.Gradients.ToArray().ShouldAllBe(value => value == 7, where + "gradients of parameters stay");
        foreach (var i in lowered.Interface.FloatInputs)
        {
            deviations.Compare($"{where}gradient of {lowered.Interface.Inputs[i].Name} alone", inputGradients[i],
                expected.Find(RootKind.InputGradient, i).Values, LargestGradient(expected));
        }
    }

    /// <summary>The overloads for one sample and into the network's own memory.</summary>
    private void RunOtherOverloads(string where, GraphValues expected)
    {
        network.RandomState = Reference.RandomSeed;
        SetStates();
        if (network.ForwardInPlace(Data.Inputs, Data.Count) is { } result)
            deviations.Compare(where + "output in place", result, expected.Find(RootKind.Output, 0).Values);
        if (Data.Count == 1)
        {
            var outputs = Outputs(Data);
            network.RandomState = Reference.RandomSeed;
            network.ForwardOne(Data.Inputs, outputs);
            for (var i = 0; i < outputs.Length; i++)
                deviations.Compare($"{where}output {i} of one sample", outputs[i], expected.Find(RootKind.Output, i).Values);
        }
    }

    private void RunTrainer()
    {
        if (reference.Step is not { } step || network.CreateTrainer(new Sgd(LearningRate), Reference.RandomSeed, network.DegreeOfParallelism) is not { } trainer)
            return;
        var where = $"step, batch of {Data.Count}: ";
        PoisonGradients();
        SetStates();
        deviations.Compare(where + "loss", [trainer.ComputeGradients(Data.Inputs, Data.Targets)], [step.Loss]);
        CompareLosses(where, trainer, step);
        CompareGradients(where, step);
        CompareStates(where, step);
        SetStates();
        deviations.Compare(where + "loss in evaluation", [trainer.Evaluate(Data.Inputs, Data.Targets)], [reference.Evaluate!.Loss]);
        CompareLosses(where + "evaluation: ", trainer, reference.Evaluate);
        CompareStates(where + "evaluation: ", null);
        deviations.Compare(where + "loss of the step", [trainer.Step(Data.Inputs, Data.Targets)], [step.Loss]);
        for (var i = 0; i < Data.Parameters.Length; i++)
        {
            // The trainer descends by its learning rate times the gradient.
            var expected = Data.Parameters[i].Zip(step.Find(RootKind.ParameterGradient, i).Values, (weight, gradient) => weight - (LearningRate * gradient));
            var tensor = network.Network.Tensors[i];
            deviations.Compare($"{where}{tensor.Name} afterwards", tensor.View(network.Network.Parameters).ToArray(), [.. expected]);
        }
    }

    private void CompareLosses(string where, IDrivenTrainer trainer, GraphValues expected)
    {
        var count = lowered.Interface.Targets.Count;
        deviations.Compare(where + "losses", trainer.Losses, count == 1 ? [expected.Loss]
            : [.. Enumerable.Range(0, count).Select(i => expected.Find(RootKind.LossTerm, i).Values[0])]);
    }

    private void SetStates()
    {
        var states = lowered.Interface.States.Count == 0 ? [] : network.Network.Tensors[lowered.Interface.Parameters.Count..];
        for (var i = 0; i < states.Length; i++)
            states[i].View(network.Network.States).CopyFrom(Data.States[i]);
    }

    /// <summary>States become what the pass in training makes of them, and are as they were after any other.</summary>
    private void CompareStates(string where, GraphValues? expected)
    {
        for (var i = 0; i < lowered.Interface.States.Count; i++)
        {
            var tensor = network.Network.Tensors[lowered.Interface.Parameters.Count + i];
            var values = tensor.View(network.Network.States).ToArray();
            deviations.Compare($"{where}{tensor.Name} afterwards", values, expected is null
                ? [.. Data.States[i].Select(value => (double)value)] : expected.Find(RootKind.StateUpdate, i).Values);
        }
    }

    private void CompareGradients(string where, GraphValues expected)
    {
        for (var i = 0; i < lowered.Interface.Parameters.Count; i++)
        {
            var tensor = network.Network.Tensors[i];
            var gradient = new float[tensor.Length];
            tensor.View(network.Network.Gradients).CopyTo(gradient);
            deviations.Compare($"{where}gradient of {tensor.Name}", gradient,
                expected.Find(RootKind.ParameterGradient, i).Values, LargestGradient(expected), expected.SumOfMagnitudes(RootKind.ParameterGradient, i));
        }
    }

    private double LargestGradient(GraphValues expected) => Enumerable.Range(0, lowered.Interface.Parameters.Count)
        .SelectMany(i => expected.Find(RootKind.ParameterGradient, i).Values)
        .Select(Math.Abs).DefaultIfEmpty(0).Max();
}
