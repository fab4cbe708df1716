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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public required string Case { get; init; }

    public Tier Tier { get; } = Tiers.Current;

    public double? MedianUs { get; init; }

    public double? MinUs { get; init; }

    public double? Flops { get; init; }

    /// <summary>Operations a second at the median, as a fraction of what the machine does at most.</summary>
    public double? PeakFraction { get; init; }

    /// <summary>Bytes a second at the median, as a fraction of what the machine reads from a buffer of that size.</summary>
    public double? BandwidthFraction { get; init; }

    public long? AllocatedBytes { get; init; }

    /// <summary>What others took for the same, in microseconds.</summary>
    public IReadOnlyDictionary<string, double> Peers { get; init; } = new Dictionary<string, double>();

    /// <summary>The line about the machine: its operations a second at most.</summary>
    public static string OfMachine(double peak) =>
        JsonSerializer.Serialize(
            new SummaryLine { Case = "machine/peak", Flops = double.Round(peak), PeakFraction = 1 }, Options);

    /// <summary>The line about a case.</summary>
    public static string Of(Case subject, Measurement measured, double peak)
    {
        double seconds = measured.MedianMicroseconds / 1e6;
        double? bandwidth = subject.Bytes is { } bytes ? Bandwidth.Measure(bytes) : null;
        return JsonSerializer.Serialize(
            new SummaryLine
            {
                Case = subject.Name,
                MedianUs = Rounded(measured.MedianMicroseconds),
                MinUs = Rounded(measured.MinimumMicroseconds),
                Flops = subject.Flops,
                PeakFraction = Rounded(subject.Flops / seconds / peak),
                BandwidthFraction = Rounded(subject.Bytes / seconds / bandwidth),
                AllocatedBytes = measured.AllocatedBytes,
            },
            Options);
    }

    private static double? Rounded(double? number) => number is { } value ? double.Round(value, 4) : null;
}
