using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>Writes the class that drives a generated network through <see cref="IDrivenNetwork"/>: plain calls, no reflection.</summary>
internal static class DriverSource
{
    public static string Write(string name, CompiledNetwork network)
    {
        var ports = network.Forward.Interface;
        var hasLoss = ports.Targets.Count > 0;
        string Spans(string array, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{array}[{i}]"));
        string Calls(string memory, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{memory}(network, {i})"));

        // Integers come as floats, like all inputs of tests.
        string OfPorts(Func<int, string> input) => string.Join(", ", ports.Inputs.Select((port, i) => port.IsInteger
            ? $"Array.ConvertAll({input(i)}, number => (int)number)" : input(i)));
        string Property(bool exists, string type, string property) =>
            $"public {type} {property} {{ {(exists ? $"get => network.{property}; set => network.{property} = value;" : "get; set;")} }}";
        var inputs = OfPorts(i => $"inputs[{i}]");
        var throughInputs = string.Join(", ", ports.Inputs.Select((port, i) => port.IsInteger
            ? $"Array.ConvertAll(inputs(network, {i}).ToArray(), number => (int)number)" : $"inputs(network, {i})"));
        var outputs = Spans("outputs", ports.Outputs.Count);
        var targets = string.Join(", ", ports.Targets.Select((target, i) =>
            $"({(target.Element == ElementType.Int32 ? "int" : "float")}[])targets[{i}]"));
        var backward = string.Join(", ", Enumerable.Range(0, ports.Outputs.Count).Select(i => $"outputGradients[{i}]")
            .Concat(ports.FloatInputs.Select(i => $"inputGradients[{i}]")));
        return $$"""
            #nullable enable
            using System;
            using StaticNet;
            using StaticNet.Generator.Tests.Infrastructure;

            public sealed class {{name}}Driver : IDrivenNetwork
            {
                private readonly {{name}} network;
                private readonly TestTier tier;

                public {{name}}Driver(TestTier tier, int seed) : this(tier, new {{name}}(seed)) { }

                private {{name}}Driver(TestTier tier, {{name}} network) => (this.tier, this.network) = (tier, network);

                public INetwork Network => network;
                public int BatchCapacity => {{name}}.BatchCapacity;
                {{Property(ports.DiffersInTraining, "bool", "Training")}}
                {{Property(ports.IsRandom, "ulong", "RandomState")}}

                public int DegreeOfParallelism
                {
                    get => network.DegreeOfParallelism;
                    set
                    {
                        TestTier.Current = tier;
                        network.DegreeOfParallelism = value;
                    }
                }

                public void Forward(float[][] inputs, float[][] outputs, int count)
                {
                    TestTier.Current = tier;
                    network.Forward({{inputs}}, {{outputs}}, count);
                }

                public void ForwardOne(float[][] inputs, float[][] outputs)
                {
                    TestTier.Current = tier;
                    network.Forward({{inputs}}, {{outputs}});
                }

                public float[]? ForwardInPlace(float[][] inputs, int count)
                {
                    TestTier.Current = tier;
                    return {{(ports.Outputs.Count == 1 ? $"network.Forward({inputs}, count).ToArray()" : "null")}};
                }

                public float[] ForwardAgain(float[] inputs, int count)
                {
                    TestTier.Current = tier;
                    {{(ports.Inputs.Count == 1 && ports.Outputs.Count == 1 && !ports.Inputs[0].IsInteger
                        ? "return network.Forward(network.Forward(inputs, count), count).ToArray()" : "throw new NotSupportedException()")}};
                }

                public void ForwardInto(float[][] inputs, OutputMemory output, int count)
                {
                    TestTier.Current = tier;
                    {{(ports.Outputs.Count == 1 ? $"network.Forward({inputs}, output(network), count)" : "throw new NotSupportedException()")}};
                }

                public void ForwardThrough(PortMemory inputs, PortMemory outputs, int count)
                {
                    TestTier.Current = tier;
                    network.Forward({{throughInputs}}, {{Calls("outputs", ports.Outputs.Count)}}, count);
                }

                public ReadOnlySpan<float> ForwardToSpan(float[][] inputs, int count)
                {
                    TestTier.Current = tier;
                    {{(ports.Outputs.Count == 1 ? $"return network.Forward({inputs}, count)" : "throw new NotSupportedException()")}};
                }

                public void Backward(float[][] outputGradients, float[][] inputGradients)
                {
                    TestTier.Current = tier;
                    {{(network.HasBackward ? $"network.Backward({backward})" : "throw new NotSupportedException()")}};
                }

                public void BackwardAccumulating(float[][] outputGradients)
                {
                    TestTier.Current = tier;
                    {{(network.HasBackward ? $"network.Backward({string.Join(", ", Enumerable.Range(0, ports.Outputs.Count).Select(i => $"outputGradients[{i}]"))}, {Accumulate(ports)}: true)" : "throw new NotSupportedException()")}};
                }

                public void BackwardToInputs(float[][] outputGradients, float[][] inputGradients)
                {
                    TestTier.Current = tier;
                    {{(network.HasBackward && ports.FloatInputs.Any() ? $"network.BackwardToInputs({backward})" : "throw new NotSupportedException()")}};
                }

                public IDrivenNetwork ShareParameters() => new {{name}}Driver(tier, network.ShareParameters());

                public IDrivenTrainer? CreateTrainer(Optimizer optimizer, int seed, int degreeOfParallelism) =>
                    {{(hasLoss ? "new TrainerDriver(tier, network, optimizer, seed, degreeOfParallelism)" : "null")}};
            {{(hasLoss ? WriteTrainer(name, inputs, targets) : "")}}
            }
            """;
    }

    /// <summary>An output may be called like the argument.</summary>
    private static string Accumulate(Interface ports)
    {
        var (ofOutputs, ofInputs) = PortNames.Gradients(ports);
        return NameScope.Empty().With(ofOutputs.Concat(ofInputs).ToArray()).Declare("accumulate");
    }

    private static string WriteTrainer(string name, string inputs, string targets) => $$"""

            private sealed class TrainerDriver : IDrivenTrainer
            {
                private readonly {{name}}.Trainer trainer;
                private readonly TestTier tier;

                public TrainerDriver(TestTier tier, {{name}} network, Optimizer optimizer, int seed, int degreeOfParallelism)
                {
                    this.tier = tier;
                    TestTier.Current = tier;
                    trainer = new {{name}}.Trainer(network, optimizer, seed, degreeOfParallelism);
                }

                public NetworkTrainer Trainer => trainer;

                public float[] Losses => trainer.Losses.ToArray();

                public float Step(float[][] inputs, Array[] targets)
                {
                    TestTier.Current = tier;
                    return trainer.Step({{inputs}}, {{targets}});
                }

                public float ComputeGradients(float[][] inputs, Array[] targets)
                {
                    TestTier.Current = tier;
                    return trainer.ComputeGradients({{inputs}}, {{targets}});
                }

                public float Evaluate(float[][] inputs, Array[] targets)
                {
                    TestTier.Current = tier;
                    return trainer.Evaluate({{inputs}}, {{targets}});
                }
            }
        """;
}
