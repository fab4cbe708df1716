namespace StaticNet.Generator.Graph;

/// <summary>Schedules to take wherever they are possible, instead of what the cost model prefers: for tests and measurements.</summary>
/// <param name="WinogradTile">Results of a tile of Winograd's algorithm along each axis; null where the model chooses.</param>
/// <param name="ScattersGradients">Whether data gradients of convolutions are scattered; null where the model chooses.</param>
/// <param name="InPlanes">Whether convolutions keep channels apart, with lanes over pixels; null where the model chooses.</param>
/// <param name="OverBatch">Whether lanes of dense layers run over the batch; null where the model chooses.</param>
/// <param name="RunsStraight">Whether Forward of one sample is straight-line code; null where that depends on the network's size.</param>
internal sealed record ScheduleChoices(
    int? WinogradTile = null, bool? ScattersGradients = null, bool? InPlanes = null, bool? OverBatch = null, bool? RunsStraight = null)
{
    /// <summary>Floats that an arena can hold: less than there are, so that there are several.</summary>
    public long ArenaLength { get; init; } = SizeLimits.ArenaElements;

    /// <summary>The cost model's own.</summary>
    public static ScheduleChoices OfModel { get; } = new();
}
