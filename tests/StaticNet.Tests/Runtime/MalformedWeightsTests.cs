using System.Buffers.Binary;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>Files for a network with <c>a</c> [2] and <c>b</c> [1, 3], each wrong in one way.</summary>
public sealed class MalformedWeightsTests : IDisposable
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private const string B = "\"b\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[8,20]}";
    private readonly TemporaryFolder folder = new();

    private static TensorInfo[] Tensors =>
    [
        new("a", 0, [2], [1], Initializer.HeNormal, 1, 1, 1),
        new("b", 2, [1, 3], [3, 1], Initializer.HeNormal, 1, 1, 1),
    ];

    public static TheoryData<string, int, string> Headers => new()
    {
        { $"{{{A}}}", 8, "Tensor 'b' is missing: expected it with shape [1, 3], found a" },
        { "{}", 0, "Tensor 'a' is missing: expected it with shape [2], found no tensors" },
        { $"{{{A},{B},\"c\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[20,24]}}}}", 24, "Tensor 'c' [1] is unexpected" },
        { $"{{{A},{B.Replace("[1,3]", "[3]")}}}", 20, "Tensor 'b': expected shape [1, 3], found [3]" },
        { $"{{{A},{B.Replace("[1,3]", "[3,1]")}}}", 20, "Tensor 'b': expected shape [1, 3], found [3, 1]" },
        { $"{{{A},{B.Replace("[1,3]", "[1,4]")}}}", 20, "Tensor 'b': expected 16 bytes for F32 [1, 4], found 12" },
        { $"{{{A},{B.Replace("[8,20]", "[8,24]")}}}", 20, "Tensor 'b': data_offsets end at 24, but the file has 20" },
        { $"{{{A},{B.Replace("[8,20]", "[20,8]")}}}", 20, "Tensor 'b': data_offsets end at 8, before they begin at 20" },
        { $"{{{A},{B.Replace("[8,20]", "[4,16]")}}}", 16, "Tensor 'b': its data begin at 4 and overlap" },
        { $"{{{A},{B.Replace("[8,20]", "[0,12]")}}}", 12, "overlap" },
        { $"{{{A},{B.Replace("[8,20]", "[12,24]")}}}", 24, "Tensor 'b': its data begin at 12 and leave a hole from 8 on" },
        { $"{{{A},{B}}}", 21, "Expected 20 bytes of data, found 21" },
        { $"{{{A},{B}}}", 19, "Tensor 'b': data_offsets end at 20, but the file has 19" },
        { $"{{{A},{B},{A}}}", 20, "'a' is in the header twice" },
        { $"{{\"__metadata__\":{{}},{A},{B},\"__metadata__\":{{}}}}", 20, "'__metadata__' is in the header twice" },
        { $"{{\"__metadata__\":{{\"x\":\"1\",\"x\":\"2\"}},{A},{B}}}", 20, "'x' is in the header twice" },
        { $"{{\"__metadata__\":{{\"x\":1}},{A},{B}}}", 20, "__metadata__ 'x', found Number" },
        { $"{{\"__metadata__\":[],{A},{B}}}", 20, "__metadata__, found StartArray" },
        { $"{{\"__metadata__\":null,{A},\"__metadata__\":null,{B}}}", 20, "'__metadata__' is in the header twice" },
        { $"{{{A},{B.Replace("\"F32\"", "\"F32\",\"x\":[")}}}", 20, "not valid JSON" },
        { $"{{{A},{B.Replace("F32", "I8")}}}", 20, "Tensor 'b': expected dtype F32, F16, BF16 or F64, found 'I8'" },
        { $"{{{A},{B.Replace("\"F32\"", "32")}}}", 20, "dtype of tensor 'b', found Number" },
        { $"{{{A},{B.Replace("\"F32\"", "null")}}}", 20, "dtype of tensor 'b', found Null" },
        { $"{{{A},{B.Replace("dtype", "type")}}}", 20, "Tensor 'b': 'dtype' is missing" },
        { $"{{{A},{B.Replace("\"dtype\":\"F32\",", "")}}}", 20, "Tensor 'b': 'dtype' is missing" },
        { $"{{{A},{B.Replace("\"shape\":[1,3],", "")}}}", 20, "Tensor 'b': 'shape' is missing" },
        { $"{{{A},{B.Replace(",\"data_offsets\":[8,20]", "")}}}", 20, "Tensor 'b': 'data_offsets' is missing" },
        { $"{{{A},{B.Replace("\"dtype\":\"F32\"", "\"dtype\":\"F32\",\"dtype\":\"F32\"")}}}", 20, "Tensor 'b': 'dtype' is there twice" },
        { $"{{{A},{B.Replace("\"shape\":[1,3]", "\"shape\":[1,3],\"shape\":[1,3]")}}}", 20, "Tensor 'b': 'shape' is there twice" },
        { $"{{{A},{B.Replace("[8,20]", "[8]")}}}", 20, "Tensor 'b': expected 2 data_offsets, found 1" },
        { $"{{{A},{B.Replace("[8,20]", "[8,14,20]")}}}", 20, "Tensor 'b': expected 2 data_offsets, found 3" },
        { $"{{{A},{B.Replace("[1,3]", "[-1,-3]")}}}", 20, "shape must be whole numbers from 0, found '-1'" },
        { $"{{{A},{B.Replace("[1,3]", "[1,3.5]")}}}", 20, "found '3.5'" },
        { $"{{{A},{B.Replace("[1,3]", "[1,\"3\"]")}}}", 20, "shape must be whole numbers" },
        { $"{{{A},{B.Replace("[1,3]", "[1,99999999999999999999]")}}}", 20, "found '99999999999999999999'" },
        { $"{{{A},{B.Replace("[1,3]", "[4611686018427387904,4]")}}}", 20, "expected 73786976294838206464 bytes" },
        { $"{{{A},{B.Replace("[1,3]", "[9223372036854775807,9223372036854775807,9223372036854775807]")}}}", 20, "Tensor 'b': expected" },
        { $"{{{A},{B.Replace("[1,3]", "3")}}}", 20, "shape of tensor 'b', found Number" },
        { $"{{{A},\"b\":[]}}", 8, "tensor 'b', found StartArray" },
        { $"{{{A},{B}", 20, "not valid JSON" },
        { $"{{{A},{B}}} x", 20, "not valid JSON" },
        { $"{{{A},,{B}}}", 20, "not valid JSON" },
        { $"/**/{{{A},{B}}}", 20, "not valid JSON" },
        { "[]", 0, "the header, found StartArray" },
        { "null", 0, "the header, found Null" },
        { "", 0, "not valid JSON" },
        { "   ", 0, "not valid JSON" },
        { "\0\0\0\0", 0, "not valid JSON" },
        { "{\"a\":" + string.Concat(Enumerable.Repeat("[", 200)), 0, "expected" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void Wrong_headers_are_refused(string header, int dataLength, string message) =>
        Refuse(Safetensors.Bytes(header, new byte[dataLength])).ShouldContain(message, Case.Insensitive);

    [Theory]
    [InlineData("\"__metadata__\":null,", "")]
    [InlineData("", ",\"quantized\":false")]
    [InlineData("", ",\"a\":[[1,{\"dtype\":\"F16\"}],null],\"b\":{}")]
    public void What_the_format_allows_is_accepted(string metadata, string field)
    {
        var parameters = new float[5];
        byte[] data = new byte[20];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(16), 7);
        string header = $"{{{metadata}{A.Replace("}", field + "}")},{B.Replace("{", "{" + field.TrimStart(',') + (field.Length > 0 ? "," : ""))}}}";
        WeightsFile.Load(Safetensors.Bytes(header, data), Tensors, parameters, default, LoadOptions.Exact);
        parameters.ShouldBe([0f, 0, 0, 0, 7]);
    }

    [Fact]
    public void The_file_that_is_right_loads()
    {
        var parameters = new float[5];
        byte[] data = new byte[20];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(16), 7);
        WeightsFile.Load(Safetensors.Bytes($" {{{B},{A}}}\n ", data), Tensors, parameters, default, LoadOptions.Exact);
        parameters.ShouldBe([0f, 0, 0, 0, 7]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Files_shorter_than_the_length_are_refused(int length) =>
        Refuse(new byte[length]).ShouldContain($"the file has {length} bytes");

    [Theory]
    [InlineData(29UL, "header's length is 29 bytes, but only 20 follow")]
    [InlineData(99_999_999UL, "but only 20 follow")]
    [InlineData(100_000_001UL, "more than the 100000000")]
    [InlineData(0x7FFFFFFFFFFFFFFFUL, "more than the 100000000")]
    [InlineData(0xFFFFFFFFFFFFFFFFUL, "more than the 100000000")]
    public void Header_lengths_beyond_the_file_are_refused(ulong length, string message)
    {
        var bytes = new byte[28];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Refuse(bytes).ShouldContain(message);
    }

    [Fact]
    public void Names_that_are_not_UTF8_are_refused()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes($"{{{A},{B}}}");
        header[header.AsSpan().IndexOf((byte)'b')] = 0xFF;
        Refuse(Safetensors.Bytes(header, new byte[20])).ShouldContain("not valid", Case.Insensitive);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] bytes = Safetensors.Bytes($"{{{A},{B}}}", new byte[20]);
        for (int length = 0; length < bytes.Length; length++)
            Refuse(bytes[..length]);
    }

    [Fact]
    public void A_file_with_any_byte_of_its_header_damaged_loads_whole_or_not_at_all()
    {
        byte[] bytes = Safetensors.Bytes($"{{{A},{B}}}", new byte[20]);
        for (int i = 0; i < bytes.Length - 20; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. bytes];
                damaged[i] ^= (byte)(1 << bit);
                float[] parameters = [1, 2, 3, 4, 5];
                try
                {
                    WeightsFile.Load(damaged, Tensors, parameters, default, LoadOptions.Exact);
                    parameters.ShouldBe(new float[5]);
                }
                catch (WeightsFormatException)
                {
                    parameters.ShouldBe([1f, 2, 3, 4, 5]);
                }
            }
        }
    }

    [Fact]
    public void Tensors_beyond_the_buffer_are_refused_before_anything_is_written()
    {
        byte[] bytes = Safetensors.Bytes($"{{{A},{B}}}", new byte[20]);
        float[] parameters = [1, 2, 3, 4];
        Should.Throw<ArgumentException>(() => WeightsFile.Load(bytes, Tensors, parameters, default, LoadOptions.Exact));
        parameters.ShouldBe([1f, 2, 3, 4]);
    }

    /// <summary>Both ways of loading must refuse the bytes alike and write nothing.</summary>
    private string Refuse(byte[] bytes)
    {
        float[] parameters = [1, 2, 3, 4, 5];
        string path = folder.File("weights.safetensors");
        File.WriteAllBytes(path, bytes);
        string fromBytes = Should.Throw<WeightsFormatException>(() => WeightsFile.Load(bytes, Tensors, parameters, default, LoadOptions.Exact)).Message;
        string fromFile = Should.Throw<WeightsFormatException>(() => WeightsFile.Load(path, Tensors, parameters, default, LoadOptions.Exact)).Message;
        fromFile.ShouldBe($"'{path}': {fromBytes}");
        parameters.ShouldBe([1f, 2, 3, 4, 5]);
        return fromBytes;
    }
}
