using System.Reflection;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Generic code drives any network by its lengths, without knowing its inputs and outputs.</summary>
public sealed class GenericNetworkTests
{
    private static readonly Catalogue Networks = new(
    [
        new("OneOfEach", "[Input(4), Dense(7), Tanh, Dense(2)]", 6),
        new("TwoOfEach", """
            [Input(4, Name = "a"), Dense(6, Name = "da")]
            [Input(3, 2, Name = "b"), Flatten, Add("da"), Tanh(Name = "sum"), Dense(2, Name = "first"), Output, Dense(3, From = "sum", Name = "second"), Output]
            """),
        new("OfTokens", "[Input(5, Element = Element.Int32), Embedding(9, 2), Flatten, Dense(3)]", 4),
        new("OfTokensAndNumbers", """
            [Input(2, Element = Element.Int32, Name = "x"), Embedding(9, 3), Flatten(Name = "vectors")]
            [Input(6, Name = "y"), Add("vectors"), Dense(4)]
            """, 4) { Options = ", For = Purpose.Inference" },
    ]);

    public static TheoryData<string> Names => [.. Networks.Cases.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generic_code_computes_what_calls_with_arguments_do(string name)
    {
        var driven = Networks.Assembly.Create(name, TestTier.Scalar, seed: 4);
        typeof(GenericNetworkTests).GetMethod(nameof(Drive), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(Networks.Assembly.Find(name)).Invoke(null, [driven.Network, driven, Networks.Assembly.Networks[name]]);
    }

    private static void Drive<TNetwork>(TNetwork network, IDrivenNetwork driven, LoweredNetwork lowered)
        where TNetwork : class, INetwork<TNetwork>
    {
        var ports = lowered.Interface;
        TNetwork.BatchCapacity.ShouldBe(lowered.Case.BatchCapacity);
        TNetwork.Inputs.ToArray().Select(port => port.Name).ShouldBe(ports.Inputs.Select(port => port.Name));
        TNetwork.Outputs.ToArray().Select(port => port.Length).ShouldBe(ports.Outputs.Select(port => port.Shape.Length));
        TNetwork.InputLength.ShouldBe(TNetwork.Inputs.ToArray().Where(port => port.Element == Element.Float32).Sum(port => port.Length));
        TNetwork.IntegerLength.ShouldBe(TNetwork.Inputs.ToArray().Where(port => port.Element == Element.Int32).Sum(port => port.Length));
        TNetwork.OutputLength.ShouldBe(TNetwork.Outputs.ToArray().Sum(port => port.Length));

        const int count = 3;
        TestTier.Current = TestTier.Scalar;
        var data = TrialData.Draw(ports, count, 8);
        float[] floats = [.. data.Inputs.Where((_, i) => !ports.Inputs[i].IsInteger).SelectMany(values => values)];
        int[] integers = [.. data.Inputs.Where((_, i) => ports.Inputs[i].IsInteger).SelectMany(values => values).Select(value => (int)value)];
        var outputs = new float[count * TNetwork.OutputLength];
        network.ShareParameters().Forward(floats, integers, outputs, count);
        float[][] expected = [.. data.OutputGradients.Select(output => new float[output.Length])];
        driven.Forward(data.Inputs, expected, count);
        outputs.ShouldBe(expected.SelectMany(values => values));

        Should.Throw<ArgumentException>(() => network.Forward(floats, integers, new float[outputs.Length + 1], count)).Message.ShouldContain("'outputs'");
        Should.Throw<ArgumentOutOfRangeException>(() => network.Forward(floats, integers, outputs, TNetwork.BatchCapacity + 1));
        float[] outputGradients = [.. data.OutputGradients.SelectMany(values => values)];
        if (!lowered.Compiled.HasBackward)
        {
            Should.Throw<NotSupportedException>(() => network.Backward(outputGradients, default, count)).Message.ShouldContain("Purpose.Gradients");
            return;
        }

        float[][] inputGradients = [.. data.Inputs.Select(input => new float[input.Length])];
        driven.Backward(data.OutputGradients, inputGradients);
        var gradients = network.Gradients.ToArray();
        network.Forward(floats, integers, outputs, count);
        network.Gradients.Clear();
        var found = new float[count * TNetwork.InputLength];
        network.Backward(outputGradients, found, count);
        network.Gradients.ToArray().ShouldBe(gradients);
        found.ShouldBe(inputGradients.Where((_, i) => !ports.Inputs[i].IsInteger).SelectMany(values => values));
    }
}
