using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Wrong input at run time: a clear exception, and everything as it was before.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string> Names => [.. BehaviourNetworks.All.Cases.Select(@case => @case.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_bad_forward_leaves_everything_as_it_was(string name)
    {
        var data = BehaviourNetworks.Data(name, 3);
        var outputs = BehaviourNetworks.Outputs(data);
        var network = Start(name, data);
        var expected = Finish(Start(name, data), data);
        var state = network.RandomState;
        foreach (var count in new[] { 0, -1, 7, int.MaxValue, int.MinValue })
            Should.Throw<ArgumentOutOfRangeException>(() => network.Forward(data.Inputs, outputs, count)).Message.ShouldContain("from 1 to 6");
        for (var i = 0; i < data.Inputs.Length; i++)
        {
            foreach (var length in new[] { 0, data.Inputs[i].Length - 1, data.Inputs[i].Length + 1 })
                Should.Throw<ArgumentException>(() => network.Forward(With(data.Inputs, i, length), outputs, 3)).ParamName.ShouldNotBeNull();
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            var wrong = With(outputs, i, outputs[i].Length + 1);
            Should.Throw<ArgumentException>(() => network.Forward(data.Inputs, wrong, 3));
            wrong.ShouldAllBe(output => output.All(value => value == 0));
        }

        Should.Throw<ArgumentException>(() => network.ForwardOne(data.Inputs, outputs));
        outputs.ShouldAllBe(output => output.All(value => value == 0));
        network.RandomState.ShouldBe(state);
        Finish(network, data).ShouldBe(expected);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_bad_backward_leaves_everything_as_it_was(string name)
    {
        var data = BehaviourNetworks.Data(name, 3);
        var network = Start(name, data);
        var expected = Finish(Start(name, data), data);
        var gradients = BehaviourNetworks.InputGradients(data);
        network.Network.Gradients.Fill(12);
        for (var i = 0; i < data.OutputGradients.Length; i++)
            Should.Throw<ArgumentException>(() => network.Backward(With(data.OutputGradients, i, data.OutputGradients[i].Length - 1), gradients));
        for (var i = 0; i < gradients.Length; i++)
            Should.Throw<ArgumentException>(() => network.Backward(data.OutputGradients, With(gradients, i, gradients[i].Length + 1)));
        network.Network.Gradients.ToArray().ShouldAllBe(gradient => gradient == 12);
        Finish(network, data).ShouldBe(expected);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Backward_needs_a_forward_each_time(string name)
    {
        var data = BehaviourNetworks.Data(name, 3);
        var gradients = BehaviourNetworks.InputGradients(data);
        var network = BehaviourNetworks.Create(name, "Scalar");
        Should.Throw<InvalidOperationException>(() => network.Backward(data.OutputGradients, gradients));
        network.Forward(data.Inputs, BehaviourNetworks.Outputs(data), 3);
        network.Backward(data.OutputGradients, gradients);
        Should.Throw<InvalidOperationException>(() => network.Backward(data.OutputGradients, gradients));
        network.Forward(data.Inputs, BehaviourNetworks.Outputs(data), 3);
        BehaviourNetworks.CreateTrainer(network, new Sgd(0.1f)).Evaluate(data.Inputs, data.Targets);
        Should.Throw<InvalidOperationException>(() => network.Backward(data.OutputGradients, gradients));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_bad_step_leaves_everything_as_it_was(string name)
    {
        var data = BehaviourNetworks.Data(name, 3);
        var network = BehaviourNetworks.Create(name, "Scalar");
        var trainer = BehaviourNetworks.CreateTrainer(network, new Sgd(0.1f, momentum: 0.9f));
        trainer.Step(data.Inputs, data.Targets);
        var weights = network.Network.Parameters.ToArray();
        var gradients = network.Network.Gradients.ToArray();
        foreach (var (inputs, targets) in Wrong(data))
        {
            Should.Throw<ArgumentException>(() => trainer.Step(inputs, targets));
            Should.Throw<ArgumentException>(() => trainer.ComputeGradients(inputs, targets));
            Should.Throw<ArgumentException>(() => trainer.Evaluate(inputs, targets));
        }

        network.Network.Parameters.ToArray().ShouldBe(weights);
        network.Network.Gradients.ToArray().ShouldBe(gradients);
        trainer.Trainer.StepCount.ShouldBe(1);

        // Momentum and masks go on as they would have.
        var undisturbed = BehaviourNetworks.Create(name, "Scalar");
        var other = BehaviourNetworks.CreateTrainer(undisturbed, new Sgd(0.1f, momentum: 0.9f));
        for (var i = 0; i < 2; i++)
            other.Step(data.Inputs, data.Targets);
        trainer.Step(data.Inputs, data.Targets);
        network.Network.Parameters.ToArray().ShouldBe(undisturbed.Network.Parameters.ToArray());
    }

    [SkippableFact]
    public void A_label_out_of_range_is_named()
    {
        var data = BehaviourNetworks.Data("Plain", 3);
        var trainer = BehaviourNetworks.CreateTrainer(BehaviourNetworks.Create("Plain", "Scalar"), new Sgd(0.1f));
        var exception = Should.Throw<ArgumentOutOfRangeException>(() => trainer.Step(data.Inputs, [new[] { 0, 7, 3 }]));
        exception.Message.ShouldContain("'labels' at index 1 is 7, but there are 7 classes");
    }

    private static IEnumerable<(float[][] Inputs, Array[] Targets)> Wrong(TrialData data)
    {
        for (var i = 0; i < data.Inputs.Length; i++)
        {
            foreach (var length in new[] { 0, data.Inputs[i].Length - 1, data.Inputs[i].Length + (data.Inputs[i].Length / 3), data.Inputs[i].Length / 3 * 7 })
                yield return (With(data.Inputs, i, length), data.Targets);
        }

        for (var i = 0; i < data.Targets.Length; i++)
        {
            foreach (var length in new[] { 0, data.Targets[i].Length - 1, data.Targets[i].Length + 1 })
                yield return (data.Inputs, Replace(data.Targets, i, Array.CreateInstance(data.Targets[i].GetType().GetElementType()!, length)));
            if (data.Targets[i] is not int[] labels)
                continue;
            foreach (var label in new[] { -1, 100, int.MaxValue, int.MinValue })
                yield return (data.Inputs, Replace(data.Targets, i, labels.Take(labels.Length - 1).Append(label).ToArray()));
        }
    }

    private static IDrivenNetwork Start(string name, TrialData data)
    {
        var network = BehaviourNetworks.Create(name, "Scalar");
        network.Training = true;
        network.RandomState = 3;
        network.Forward(data.Inputs, BehaviourNetworks.Outputs(data), data.Count);
        return network;
    }

    private static float[] Finish(IDrivenNetwork network, TrialData data)
    {
        var gradients = BehaviourNetworks.InputGradients(data);
        network.Backward(data.OutputGradients, gradients);
        return [.. network.Network.Parameters, .. network.Network.Gradients, .. gradients.SelectMany(gradient => gradient)];
    }

    private static float[][] With(float[][] arrays, int index, int length) => Replace(arrays, index, new float[length]);

    private static T[] Replace<T>(T[] values, int index, T value) => [.. values.Select((old, i) => i == index ? value : old)];
}
