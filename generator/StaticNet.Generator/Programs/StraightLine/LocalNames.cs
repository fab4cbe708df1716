using System.Globalization;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>Names that are used once in a method: several kernels there would declare the same ones.</summary>
internal sealed class LocalNames
{
    private readonly HashSet<string> taken;
    private readonly Dictionary<string, int> last;

    public LocalNames(IEnumerable<string> taken)
        : this(new HashSet<string>(taken, StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal))
    {
    }

    private LocalNames(HashSet<string> taken, Dictionary<string, int> last) => (this.taken, this.last) = (taken, last);

    /// <summary>The name, or the name with the first free number behind it.</summary>
    public string Unique(string name)
    {
        if (taken.Add(name))
            return name;
        if (!last.TryGetValue(name, out var number))
            number = 1;
        string candidate;
        do
        {
            number++;
            candidate = name + "_" + number.ToString(CultureInfo.InvariantCulture);
        }
        while (!taken.Add(candidate));
        last[name] = number;
        return candidate;
    }

    /// <summary>The same names, for a trial of which nothing remains.</summary>
    public LocalNames Copy() => new(new HashSet<string>(taken, StringComparer.Ordinal), new Dictionary<string, int>(last, StringComparer.Ordinal));
}
