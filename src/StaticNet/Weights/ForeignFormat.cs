using System.Buffers.Binary;

namespace StaticNet;

/// <summary>Knows files of other formats by their first bytes, and says how safetensors are made of them.</summary>
internal static class ForeignFormat
{
    private const string Torch =
        "import torch; from safetensors.torch import save_file; "
        + "save_file(torch.load(\"model.pt\", weights_only=True), \"model.safetensors\")";

    private const string NumPy =
        "import numpy; from safetensors.numpy import save_file; save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")";

    private const string Onnx =
        "import onnx; from safetensors.numpy import save_file; save_file({t.name: onnx.numpy_helper.to_array(t) "
        + "for t in onnx.load(\"model.onnx\").graph.initializer}, \"model.safetensors\")";

    private const string Hdf5 =
        "import h5py; from safetensors.numpy import save_file; tensors = {}; h5py.File(\"model.h5\").visititems(lambda name, item: "
        + "tensors.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None); save_file(tensors, \"model.safetensors\")";

    private const string StateDictionary = "A whole model in place of its state dict has that as model.state_dict().";

    /// <summary>What a file seems to be and how to convert it; null if it is of no known format.</summary>
    /// <param name="start">The first bytes of the file, some hundred or all that there are.</param>
    public static string? Recognize(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\x03\x04"u8))
            return OfArchive(start);
        if (start.StartsWith("PK\x05\x06"u8))
            return Says("an empty zip archive", "It holds no weights.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Says("compressed with gzip", "Decompress it first, as gunzip does.");
        if (start.StartsWith("BZh"u8) || start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])
            || start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
            || start.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]))
            return Says("a compressed file", "Decompress it first.");
        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
            return Says("a tar archive", "Unpack it first.");
        if (start.Length > 1 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            return Converted("a Python pickle, as torch.save wrote before PyTorch 1.6", Torch, StateDictionary);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']))
            return Converted("HDF5, as Keras writes", Hdf5, "Keras lays kernels out otherwise than PyTorch: transpose them to its shapes.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            return Says("one array of NumPy (.npy)", "Save it under its tensor's name with safetensors.numpy.save_file.");
        if (start.StartsWith("GGUF"u8))
            return Says("GGUF", "StaticNet reads safetensors: take the model that it was made from.");
        if (start.Length >= 8 && start[4..].StartsWith("TFL3"u8))
            return Says("TensorFlow Lite", "StaticNet reads safetensors: take the model that it was made from.");
        if (start.StartsWith("version https://git-lfs"u8))
            return Says("a pointer of Git LFS in place of the file", "Fetch the file with git lfs pull.");
        if (StartsText(start, "<!doctype"u8) || StartsText(start, "<html"u8))
            return Says("a web page in place of the file", "Download the file itself.");
        if (start.Length > 1 && start[0] == '{' && start[1] is (byte)'"' or (byte)'\n' or (byte)'\r' or (byte)' ')
            return Says("JSON, such as the index of a model in several files", "Load the safetensors file itself.");
        return IsOnnx(start) ? Converted("ONNX", Onnx, "Initializers keep the names that the exporter gave them.") : null;
    }

    private static string OfArchive(ReadOnlySpan<byte> start)
    {
        // A local header: the name's length at 26, the name at 30.
        ReadOnlySpan<byte> name = start.Length > 30 ? start[30..] : default;
        if (name.Length > 0)
            name = name[..Math.Min(name.Length, BinaryPrimitives.ReadUInt16LittleEndian(start[26..]))];
        if (name.EndsWith(".npy"u8))
            return Converted("a zip archive of NumPy arrays (.npz)", NumPy, "Its arrays need the names of the network's tensors.");
        if (name.EndsWith("metadata.json"u8) || name.EndsWith("config.json"u8) || name.EndsWith("model.weights.h5"u8))
            return Says(
                "a zip archive of Keras", "Save model.get_weights() under the names and in the shapes of PyTorch with safetensors.numpy.save_file.");
        return Converted("a zip archive, as torch.save writes (.pt, .pth)", Torch, StateDictionary);
    }

    /// <summary>
    /// ONNX has no magic number, but begins in practice with the version of its format, field 1, and goes on with another field
    /// of a model that has a length (onnx.proto, ModelProto).
    /// </summary>
    private static bool IsOnnx(ReadOnlySpan<byte> start) =>
        start.Length > 3 && start[0] == 0x08 && start[1] is > 0 and < 0x20
        && start[2] is 0x12 or 0x1A or 0x22 or 0x32 or 0x3A or 0x42 or 0x72;

    /// <summary>Whether the file begins with a text, in letters of either case and after any white space.</summary>
    private static bool StartsText(ReadOnlySpan<byte> start, ReadOnlySpan<byte> text)
    {
        start = start.TrimStart(" \t\r\n"u8);
        return start.Length >= text.Length && System.Text.Ascii.EqualsIgnoreCase(start[..text.Length], text);
    }

    private static string Says(string what, string remedy) => $"The file is not safetensors, but seems to be {what}. {remedy}";

    private static string Converted(string what, string python, string note) =>
        Says(what, $"Convert it with Python: {python}. {note}");
}
