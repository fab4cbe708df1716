using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using StaticNet.Bench.Measuring;
using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.PyTorch;

/// <summary>PyTorch as most people run it, eagerly, on one thread.</summary>
internal sealed class PyTorchPeer : IPeer
{
    public const string PeerName = "pytorch";
    private readonly Lazy<PyTorchProcess> process = new(PyTorchProcess.Start);

    public string Name => PeerName;

    public string Description
    {
        get
        {
            try
            {
                return process.Value.Description;
            }
            catch (PeerException missing)
            {
                return missing.Message;
            }
        }
    }

    /// <remarks>The process holds one thing at a time: what was prepared before cannot be run any more.</remarks>
    public Contender Prepare(Work work)
    {
        PyTorchProcess torch = process.Value;
        switch (work)
        {
            case ForwardWork forward:
                JsonNode outputs = torch.Ask(Describe(
                    forward.Model, forward.Count, forward.Inputs, new JsonObject { ["do"] = "forward" }));
                Agreement.Check("outputs", Floats(outputs["outputs"]!), forward.Outputs);
                break;
            case StepWork step:
                JsonNode losses = torch.Ask(Describe(step.Model, step.Labels.Length, step.Inputs, new JsonObject
                {
                    ["do"] = "step",
                    ["labels"] = new JsonArray([.. step.Labels.Select(label => (JsonNode)label)]),
                    ["optimizer"] = Optimizer(step.Update),
                    ["rate"] = step.Update.LearningRate,
                    ["checked"] = step.Losses.Length,
                }));
                Agreement.Check("losses", [.. losses["losses"]!.AsArray().Select(loss => (float)loss!)], step.Losses);
                break;
            case UpdateWork update:
                JsonNode parameters = torch.Ask(new JsonObject
                {
                    ["do"] = "update",
                    ["optimizer"] = Optimizer(update.Update),
                    ["rate"] = update.Update.LearningRate,
                    ["checked"] = UpdateWork.CheckedUpdates,
                    ["parameters"] = Text(update.Parameters),
                    ["gradients"] = Text(update.Gradients),
                });
                Agreement.Check("parameters", Floats(parameters["parameters"]!), update.Updated);
                break;
            default:
                throw PeerException.NoSuchOperation;
        }

        return Contender.Native(runs => (double)torch.Ask(new JsonObject { ["do"] = "run", ["times"] = runs })["seconds"]!);
    }

    public void Dispose()
    {
        if (process.IsValueCreated)
            process.Value.Dispose();
    }

    private static JsonObject Describe(Model model, int count, float[] inputs, JsonObject command)
    {
        command["layers"] = new JsonArray([.. model.Layers.Select(Describe)]);
        command["shape"] = Integers([count, .. model.InputShape]);
        command["inputs"] = Text(inputs);
        return command;
    }

    private static JsonNode Describe(Layer layer) => layer switch
    {
        Convolution convolution => Weighted("convolution", convolution.Weight, convolution.Bias, convolution.Padding),
        Dense dense => Weighted("dense", dense.Weight, dense.Bias, padding: 0),
        MaxPool pool => new JsonObject { ["kind"] = "maxpool", ["size"] = pool.Size },
        Flatten => new JsonObject { ["kind"] = "flatten" },
        Activation activation => new JsonObject { ["kind"] = activation.Kind == ActivationKind.Relu ? "relu" : "tanh" },
        _ => throw PeerException.NoSuchOperation,
    };

    private static JsonObject Weighted(string kind, Tensor weight, Tensor bias, int padding) => new()
    {
        ["kind"] = kind,
        ["shape"] = Integers(weight.Shape),
        ["weight"] = Text(weight.Values),
        ["bias"] = Text(bias.Values),
        ["padding"] = padding,
    };

    private static string Optimizer(UpdateRule rule) => rule.Kind == UpdateKind.Adam ? "adam" : "sgd";

    private static JsonArray Integers(IEnumerable<int> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static string Text(float[] values) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(values));

    private static float[] Floats(JsonNode text) =>
        MemoryMarshal.Cast<byte, float>(Convert.FromBase64String((string)text!)).ToArray();
}
