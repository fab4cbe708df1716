using System.Buffers.Binary;
using System.Text;

namespace StaticNet.Tests.Runtime;

/// <summary>Makes files by hand, right ones and wrong ones.</summary>
internal static class Safetensors
{
    public static byte[] Bytes(string header, ReadOnlySpan<byte> data) => Bytes(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Bytes(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes.AsSpan(8));
        data.CopyTo(bytes.AsSpan(8 + header.Length));
        return bytes;
    }
}
