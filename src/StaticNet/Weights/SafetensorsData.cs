using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StaticNet;

/// <summary>Moves a tensor's elements between a file's bytes, row-major and little-endian, and the compiler's layout.</summary>
internal static class SafetensorsData
{
    /// <summary>
    /// Requires that the tensor fits the buffer and, if asked, that the floats to be read are finite. Writes nothing.
    /// </summary>
    /// <exception cref="WeightsFormatException">An element is infinite or NaN, or becomes so as a float.</exception>
    /// <exception cref="ArgumentException">The buffer ends before the tensor.</exception>
    public static void Validate(
        SafetensorsEntry entry, ReadOnlySpan<byte> bytes, TensorInfo tensor, ReadOnlySpan<float> buffer, bool requireFinite)
    {
        CheckExtent(tensor, buffer);
        if (!requireFinite)
            return;
        for (int i = 0; i < tensor.Length; i++)
        {
            float value = Element(bytes, entry.Type!.Value, i);
            if (!float.IsFinite(value))
                throw new WeightsFormatException(
                    $"Tensor '{Quotation.Of(entry.Name)}': expected finite numbers, found {value} at element {i} in row-major order.");
        }
    }

    /// <summary>Writes the elements into the buffer.</summary>
    public static void Read(SafetensorsEntry entry, ReadOnlySpan<byte> bytes, TensorInfo tensor, Span<float> buffer)
    {
        ElementType type = entry.Type!.Value;
        if (type == ElementType.F32 && BitConverter.IsLittleEndian && RowMajor.IsContiguous(tensor.Grid, tensor.Strides))
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(buffer.Slice(tensor.Offset, tensor.Length)));
            return;
        }

        int rowLength = RowMajor.RowLength(tensor.Grid);
        int stride = RowMajor.RowStride(tensor.Strides);
        for (int row = 0, element = 0; element < tensor.Length; row++)
        {
            int at = tensor.Offset + RowMajor.RowOffset(row, tensor.Grid, tensor.Strides);
            for (int column = 0; column < rowLength; column++, at += stride)
                buffer[at] = Element(bytes, type, element++);
        }
    }

    /// <summary>Writes the tensor's elements to a file as F32.</summary>
    public static void Write(AtomicFile file, TensorInfo tensor, ReadOnlySpan<float> buffer)
    {
        CheckExtent(tensor, buffer);
        if (BitConverter.IsLittleEndian && RowMajor.IsContiguous(tensor.Grid, tensor.Strides))
        {
            file.Write(MemoryMarshal.AsBytes(buffer.Slice(tensor.Offset, tensor.Length)));
            return;
        }

        var bytes = new byte[tensor.Length * sizeof(float)];
        int rowLength = RowMajor.RowLength(tensor.Grid);
        int stride = RowMajor.RowStride(tensor.Strides);
        for (int row = 0, element = 0; element < tensor.Length; row++)
        {
            int at = tensor.Offset + RowMajor.RowOffset(row, tensor.Grid, tensor.Strides);
            for (int column = 0; column < rowLength; column++, at += stride)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(element++ * sizeof(float)), buffer[at]);
        }

        file.Write(bytes);
    }

    private static float Element(ReadOnlySpan<byte> bytes, ElementType type, int index) => type switch
    {
        ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * 4)..]),
        ElementType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(index * 2)..]),
        ElementType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]) << 16),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * 8)..]),
    };

    private static void CheckExtent(TensorInfo tensor, ReadOnlySpan<float> buffer)
    {
        if (buffer.Length - tensor.Offset < tensor.Extent)
            throw new ArgumentException(
                $"Tensor '{tensor.Name}' ends at float {(long)tensor.Offset + tensor.Extent}, but the buffer has "
                + $"{buffer.Length}.");
    }
}
