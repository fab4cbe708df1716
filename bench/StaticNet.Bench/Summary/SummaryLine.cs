using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StaticNet.Bench.Machine;

namespace StaticNet.Bench.Summary;

/// <summary>One line of the summary, whose names are those of the JSON.</summary>
internal sealed record SummaryLine
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new RoundedConverter() },
    };

    /// <summary>The case's name.</summary>
    public required string Case { get; init; }

    /// <summary>The tier of the process.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Microseconds a run, the median of the rounds.</summary>
    public required double MedianUs { get; init; }

    /// <summary>Microseconds a run, the least of the rounds.</summary>
    public required double MinUs { get; init; }

    /// <summary>Floating-point operations a run.</summary>
    public double? Flops { get; init; }

    /// <summary>
    /// Operations a second as a fraction of the most in this tier, measured in the same round; the median of the rounds.
    /// </summary>
    public double? PeakFraction { get; init; }

    /// <summary>
    /// Bytes a second as a fraction of what the machine moves from where as many bytes fit, measured in the same round; the
    /// median of the rounds.
    /// </summary>
    public double? BandwidthFraction { get; init; }

    /// <summary>Managed memory a run; null where it is another process that runs.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>What others took for the same.</summary>
    public required IReadOnlyDictionary<string, PeerResult> Peers { get; init; }

    /// <summary>Reads a line.</summary>
    public static SummaryLine FromJson(string line) => JsonSerializer.Deserialize<SummaryLine>(line, Options)!;

    /// <summary>The line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Five digits, which is more than any measurement here is worth.</summary>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private sealed class RoundedConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value == Math.Floor(value) ? value : Rounded(value));
    }
}
