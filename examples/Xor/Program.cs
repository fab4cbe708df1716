using StaticNet;

// The four questions, two inputs each, and the exclusive or of each pair.
float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
float[] targets = [0, 1, 1, 0];

var network = new XorNet(seed: 1);
var trainer = new XorNet.Trainer(network, new Adam(learningRate: 0.05f));
for (int step = 1; step <= 500; step++)
{
    float loss = trainer.Step(inputs, targets);
    if (step % 100 == 0)
        Console.WriteLine($"step {step}: loss {loss:0.00000}");
}

for (int i = 0; i < targets.Length; i++)
{
    float output = network.Forward(inputs.AsSpan(2 * i, 2))[0];
    Console.WriteLine($"{inputs[2 * i]} xor {inputs[2 * i + 1]} = {output:0.000}");
}

[Network(BatchCapacity = 4)]
[Input(2)]
[Dense(4), Tanh]
[Dense(1), Sigmoid]
[HalfSumSquaredError]
internal sealed partial class XorNet;
