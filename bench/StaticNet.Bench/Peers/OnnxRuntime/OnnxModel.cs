using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.OnnxRuntime;

/// <summary>
/// Writes a network as an ONNX model with its weights in it. The numbers are those of the fields in onnx.proto.
/// </summary>
internal static class OnnxModel
{
    public const string InputName = "input";
    public const string OutputName = "output";
    private const int IrVersion = 7;
    private const int OperatorSet = 13;
    private const int Float32 = 1;
    private const int AttributeInteger = 2;
    private const int AttributeIntegers = 7;

    /// <summary>The model as the bytes of a file. The batch is part of its shapes: all are known when it is optimised.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputShape">The shape of what goes in, the batch included.</param>
    /// <param name="outputShape">The shape of what comes out, likewise.</param>
    public static byte[] Write(Model model, long[] inputShape, long[] outputShape)
    {
        var file = new ProtobufWriter();
        file.Integer(1, IrVersion);
        file.Text(2, "StaticNet.Bench");
        file.Message(7, graph =>
        {
            string value = InputName;
            for (int i = 0; i < model.Layers.Count; i++)
            {
                string result = i == model.Layers.Count - 1 ? OutputName : $"value{i}";
                WriteLayer(graph, model.Layers[i], $"layer{i}", value, result);
                value = result;
            }

            graph.Text(2, "network");
            WriteValue(graph, field: 11, InputName, inputShape);
            WriteValue(graph, field: 12, OutputName, outputShape);
        });
        file.Message(8, set =>
        {
            set.Text(1, "");
            set.Integer(2, OperatorSet);
        });
        return file.Written.ToArray();
    }

    private static void WriteLayer(ProtobufWriter graph, Layer layer, string name, string from, string to)
    {
        switch (layer)
        {
            case Convolution convolution:
                WriteInitializer(graph, name + ".weight", convolution.Weight);
                WriteInitializer(graph, name + ".bias", convolution.Bias);
                int padding = convolution.Padding;
                WriteNode(graph, "Conv", [from, name + ".weight", name + ".bias"], to, node =>
                {
                    WriteIntegers(node, "kernel_shape", convolution.Weight.Shape[2], convolution.Weight.Shape[3]);
                    WriteIntegers(node, "pads", padding, padding, padding, padding);
                });
                break;
            case Dense dense:
                WriteInitializer(graph, name + ".weight", dense.Weight);
                WriteInitializer(graph, name + ".bias", dense.Bias);
                WriteNode(graph, "Gemm", [from, name + ".weight", name + ".bias"], to, node => WriteInteger(node, "transB", 1));
                break;
            case MaxPool pool:
                WriteNode(graph, "MaxPool", [from], to, node =>
                {
                    WriteIntegers(node, "kernel_shape", pool.Size, pool.Size);
                    WriteIntegers(node, "strides", pool.Size, pool.Size);
                });
                break;
            case Flatten:
                WriteNode(graph, "Flatten", [from], to, _ => { });
                break;
            case Activation activation:
                WriteNode(graph, activation.Kind == ActivationKind.Relu ? "Relu" : "Tanh", [from], to, _ => { });
                break;
            default:
                throw PeerException.NoSuchOperation;
        }
    }

    private static void WriteNode(
        ProtobufWriter graph, string operation, string[] inputs, string output, Action<ProtobufWriter> writeAttributes) =>
        graph.Message(1, node =>
        {
            foreach (string input in inputs)
                node.Text(1, input);
            node.Text(2, output);
            node.Text(4, operation);
            writeAttributes(node);
        });

    private static void WriteInteger(ProtobufWriter node, string name, long value) => node.Message(5, attribute =>
    {
        attribute.Text(1, name);
        attribute.Integer(3, value);
        attribute.Integer(20, AttributeInteger);
    });

    private static void WriteIntegers(ProtobufWriter node, string name, params long[] values) => node.Message(5, attribute =>
    {
        attribute.Text(1, name);
        foreach (long value in values)
            attribute.Integer(8, value);
        attribute.Integer(20, AttributeIntegers);
    });

    private static void WriteInitializer(ProtobufWriter graph, string name, Tensor tensor) => graph.Message(5, initializer =>
    {
        foreach (int size in tensor.Shape)
            initializer.Integer(1, size);
        initializer.Integer(2, Float32);
        initializer.Text(8, name);
        initializer.Floats(9, tensor.Values);
    });

    private static void WriteValue(ProtobufWriter graph, int field, string name, long[] shape) => graph.Message(field, value =>
    {
        value.Text(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, Float32);
            tensor.Message(2, dimensions =>
            {
                foreach (long size in shape)
                    dimensions.Message(1, dimension => dimension.Integer(1, size));
            });
        }));
    });
}
