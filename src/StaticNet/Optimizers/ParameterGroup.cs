namespace StaticNet;

/// <summary>
/// Parameters that an optimizer treats otherwise than the rest: with another step size, another decay, or not at all. Groups are
/// declared by <see cref="Optimizer.AddGroup"/> before the optimizer is given to a trainer; what they say may be changed at any time.
/// </summary>
public sealed class ParameterGroup
{
    private readonly Func<TensorInfo, bool> matches;
    private float rateFactor = 1;
    private float? weightDecay;

    /// <summary>What networks declare as frozen.</summary>
    internal static ParameterGroup Frozen { get; } = new("frozen", _ => false) { IsTrainable = false };

    internal ParameterGroup(string pattern, Func<TensorInfo, bool> matches) => (Pattern, this.matches) = (pattern, matches);

    /// <summary>Which tensors are in it, by their names.</summary>
    public string Pattern { get; }

    /// <summary>What the optimizer's learning rate is multiplied by, also where a schedule changes that. 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float RateFactor
    {
        get => rateFactor;
        set => rateFactor = IsAllowed(value) ? value : throw Refused(nameof(RateFactor), value);
    }

    /// <summary>The factor of the L2 penalty; the optimizer's own where it is null, as it is unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float? WeightDecay
    {
        get => weightDecay;
        set => weightDecay = value is not { } given || IsAllowed(given) ? value : throw Refused(nameof(WeightDecay), value.Value);
    }

    /// <summary>
    /// Whether these parameters are updated at all; if not, neither they nor their state change, and their gradients count for no norm.
    /// True unless set.
    /// </summary>
    public bool IsTrainable { get; set; } = true;

    internal static bool IsAllowed(float value) => float.IsFinite(value) && value >= 0;

    internal bool Has(TensorInfo tensor) => matches(tensor);

    private static ArgumentOutOfRangeException Refused(string name, float value) =>
        new(name, value, $"'{name}' must be a finite number from 0.");
}
