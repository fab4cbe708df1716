using System.Buffers.Binary;
using System.IO.Compression;

namespace StaticNet;

/// <summary>Reads IDX, the format of MNIST and its like, plain or compressed with gzip.</summary>
/// <remarks>
/// Big-endian (http://yann.lecun.com/exdb/mnist/): two zero bytes, the element type (8 is unsigned bytes), the rank, the size of
/// each dimension in 4 bytes, the elements.
/// </remarks>
public static class IdxFile
{
    private const byte UnsignedBytes = 8;

    // Deflate cannot compress more than 1032 to 1; a header that promises more than that is not worth the memory.
    private const long LargestCompression = 1100;

    /// <summary>Reads images: unsigned bytes of rank 3.</summary>
    /// <param name="path">For example <c>train-images-idx3-ubyte.gz</c>.</param>
    /// <exception cref="IOException">The file could not be read, or is a folder or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no such IDX file, is truncated, or goes on after its elements.</exception>
    public static IdxImages ReadImages(string path)
    {
        byte[] pixels = Read(path, rank: 3, "images", out int[] shape);
        return new IdxImages(shape[0], shape[1], shape[2], pixels);
    }

    /// <summary>Reads labels: unsigned bytes of rank 1.</summary>
    /// <param name="path">For example <c>train-labels-idx1-ubyte.gz</c>.</param>
    /// <returns>A label an example, from 0 to 255.</returns>
    /// <exception cref="IOException">The file could not be read, or is a folder or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no such IDX file, is truncated, or goes on after its elements.</exception>
    public static int[] ReadLabels(string path)
    {
        byte[] bytes = Read(path, rank: 1, "labels", out _);
        var labels = new int[bytes.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = bytes[i];
        return labels;
    }

    private static byte[] Read(string path, int rank, string what, out int[] shape)
    {
        InputFile.RequireFile(path);
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        bool compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(stream, path, rank, what, file.Length * (compressed ? LargestCompression : 1), out shape);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"'{path}' ends before its last element: the file is truncated.", error);
        }
    }

    private static byte[] Read(Stream stream, string path, int rank, string what, long longest, out int[] shape)
    {
        Span<byte> header = stackalloc byte[4 + 4 * rank];
        stream.ReadExactly(header[..4]);
        if (header[0] != 0 || header[1] != 0)
            throw new InvalidDataException(
                $"'{path}' is not IDX: expected two zero bytes at its start, found {header[0]} and {header[1]}.");
        if (header[2] != UnsignedBytes)
            throw new InvalidDataException(
                $"'{path}': expected element type {UnsignedBytes} (unsigned bytes), found {header[2]}.");
        if (header[3] != rank)
            throw new InvalidDataException($"'{path}': {what} have rank {rank}, found rank {header[3]}.");
        stream.ReadExactly(header[4..]);

        shape = new int[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            // Each product stays below 2^63: the one before it passed this test.
            length *= size;
            if (size > int.MaxValue || length > Array.MaxLength)
                throw new InvalidDataException($"'{path}': dimension {i} of {size} makes more than {Array.MaxLength} elements.");
            shape[i] = (int)size;
        }

        if (length > longest)
            throw new InvalidDataException(
                $"'{path}' promises {length} elements, more than a file of its size can hold: it is truncated or damaged.");
        byte[] elements = new byte[length];
        stream.ReadExactly(elements);
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"'{path}' goes on after its {length} elements.");
        return elements;
    }
}
