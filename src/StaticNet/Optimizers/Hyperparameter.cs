using System.Globalization;

namespace StaticNet;

/// <summary>A number that steers an optimizer: checked whenever it is set, and kept in checkpoints.</summary>
public sealed class Hyperparameter
{
    private float value;

    internal Hyperparameter(string name, float value, float minimum, float bound, string argument)
    {
        Name = name;
        Minimum = minimum;
        Bound = bound;
        Set(value, argument);
    }

    /// <summary>The name, as in PyTorch, for example <c>weight_decay</c>.</summary>
    public string Name { get; }

    /// <summary>The smallest value that is allowed.</summary>
    public float Minimum { get; }

    /// <summary>Every value must be below this.</summary>
    public float Bound { get; }

    /// <summary>The value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite, below the minimum, or not below the bound.</exception>
    public float Value
    {
        get => value;
        set => Set(value, Name);
    }

    /// <summary>
    /// The double nearest the shortest decimal number that means <see cref="Value"/>. PyTorch computes with the double 0.999
    /// where we were given the float 0.999f, and 1 - 0.999f differs from 0.001 in the fifth digit.
    /// </summary>
    internal double Exact { get; private set; }

    /// <summary>Whether the hyperparameter may have this value.</summary>
    internal bool Allows(float candidate) => float.IsFinite(candidate) && candidate >= Minimum && candidate < Bound;

    /// <summary>Sets the value on behalf of a member that its user knows under another name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not allowed; the argument is named as its user named it.</exception>
    internal void Set(float value, string argument)
    {
        if (!Allows(value))
            throw new ArgumentOutOfRangeException(argument, value, $"'{argument}' must be {DescribeRange()}.");
        this.value = value;
        Exact = ShortestDecimal(value);
    }

    /// <summary>What values are allowed, as messages show it.</summary>
    internal string DescribeRange()
    {
        string range = "a finite number";
        if (Minimum > float.MinValue)
            range += string.Create(CultureInfo.InvariantCulture, $" from {Minimum:R}");
        if (float.IsFinite(Bound))
            range += string.Create(CultureInfo.InvariantCulture, $" to below {Bound:R}");
        return range;
    }

    // Schedules set the learning rate at every step, so this must not allocate.
    private static double ShortestDecimal(float number)
    {
        Span<char> text = stackalloc char[32];
        return number.TryFormat(text, out int written, "R", CultureInfo.InvariantCulture)
            ? double.Parse(text[..written], NumberStyles.Float, CultureInfo.InvariantCulture)
            : number;
    }
}
