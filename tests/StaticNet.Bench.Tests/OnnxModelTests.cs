using System.Text;
using StaticNet.Bench.Networks;
using StaticNet.Bench.Peers.Models;
using StaticNet.Bench.Peers.OnnxRuntime;

namespace StaticNet.Bench.Tests;

/// <summary>Models for ONNX Runtime, read back field by field.</summary>
public sealed class OnnxModelTests
{
    private static readonly Model LeNet = Model.Of(new LeNet5());
    private static readonly Dictionary<int, List<byte[]>> Graph =
        Read(Read(OnnxModel.Write(LeNet, [1, 1, 28, 28], [1, 10]))[7].Single());

    [Fact]
    public void Every_layer_is_a_node_in_its_order() =>
        Graph[1].Select(node => Text(Read(node)[4].Single())).ShouldBe(
        [
            "Conv", "Relu", "MaxPool", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm", "Relu", "Gemm",
        ]);

    [Fact]
    public void Every_node_reads_what_the_one_before_it_writes()
    {
        string value = OnnxModel.InputName;
        foreach (Dictionary<int, List<byte[]>> node in Graph[1].Select(Read))
        {
            Text(node[1][0]).ShouldBe(value);
            value = Text(node[2].Single());
        }

        value.ShouldBe(OnnxModel.OutputName);
    }

    [Fact]
    public void Weights_are_there_with_shape_and_values()
    {
        Dictionary<int, List<byte[]>> weight = Read(Graph[5][0]);
        weight[1].Select(Integer).ShouldBe([6L, 1, 5, 5]);
        var values = new float[150];
        Buffer.BlockCopy(weight[9].Single(), 0, values, 0, 600);
        values.ShouldBe(((Convolution)LeNet.Layers[0]).Weight.Values);
    }

    // Fields by number: integers as their varint's bytes, all others as they are.
    private static Dictionary<int, List<byte[]>> Read(byte[] message)
    {
        var fields = new Dictionary<int, List<byte[]>>();
        int at = 0;
        while (at < message.Length)
        {
            long key = Integer(Varint(message, ref at));
            byte[] value = Varint(message, ref at);
            if ((key & 7) == 2)
            {
                int length = (int)Integer(value);
                value = message[at..(at + length)];
                at += length;
            }

            int field = (int)(key >> 3);
            if (!fields.TryGetValue(field, out List<byte[]>? values))
                fields.Add(field, values = []);
            values.Add(value);
        }

        return fields;
    }

    private static byte[] Varint(byte[] message, ref int at)
    {
        int start = at;
        while ((message[at++] & 0x80) != 0)
        {
        }

        return message[start..at];
    }

    private static long Integer(byte[] varint) => varint.Select((part, i) => (long)(part & 0x7f) << (7 * i)).Sum();

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
