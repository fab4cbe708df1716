namespace StaticNet;

/// <summary>
/// What every loss has in common. A network with a loss gets a <c>Trainer</c>; with several, it minimises their weighted
/// sum. Losses are means over the samples of the batch.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : LayerAttribute
{
    private protected LossAttribute()
    {
    }

    /// <summary>What the loss is multiplied by in the sum of all losses. Default: 1.</summary>
    public double Weight { get; set; } = 1.0;
}
