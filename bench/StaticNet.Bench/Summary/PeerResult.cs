using System.Text.Json;
using System.Text.Json.Serialization;
using StaticNet.Bench.Peers;

namespace StaticNet.Bench.Summary;

/// <summary>What a peer took, or why there is no such figure.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record PeerResult
{
    private PeerResult(double? medianUs, double? ratio, string? reason) => (MedianUs, Ratio, Reason) = (medianUs, ratio, reason);

    /// <summary>Microseconds a run.</summary>
    public double? MedianUs { get; }

    /// <summary>Theirs over ours, the median of the rounds: above 1 we are faster.</summary>
    public double? Ratio { get; }

    /// <summary>Why there is no time.</summary>
    public string? Reason { get; }

    /// <summary>Whether the reason is that it has nothing for the work.</summary>
    public bool HasNoSuchOperation => Reason?.StartsWith(PeerException.NoSuchOperationMessage, StringComparison.Ordinal) == true;

    /// <summary>A time.</summary>
    public static PeerResult Measured(double medianUs, double ratio) => new(medianUs, ratio, null);

    /// <summary>No time.</summary>
    public static PeerResult None(string reason) => new(null, null, reason);

    /// <summary>In JSON, an object of the two numbers, or the reason as a string.</summary>
    private sealed class Converter : JsonConverter<PeerResult>
    {
        public override PeerResult Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return None(reader.GetString()!);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return Measured(
                document.RootElement.GetProperty("median_us").GetDouble(), document.RootElement.GetProperty("ratio").GetDouble());
        }

        public override void Write(Utf8JsonWriter writer, PeerResult value, JsonSerializerOptions options)
        {
            if (value is not { MedianUs: { } medianUs, Ratio: { } ratio })
            {
                writer.WriteStringValue(value.Reason);
                return;
            }

            writer.WriteStartObject();
            writer.WriteNumber("median_us", SummaryLine.Rounded(medianUs));
            writer.WriteNumber("ratio", SummaryLine.Rounded(ratio));
            writer.WriteEndObject();
        }
    }
}
