using System.Globalization;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Programs;

/// <summary>Tensors that repeat, as those of repeated blocks do: <c>0.7.2.weight</c> is the next of <c>0.6.2.weight</c>.</summary>
internal static class TensorRuns
{
    /// <summary>Tensors in their order, those together that differ in numbers of their names and in their offset.</summary>
    public static IReadOnlyList<Repetition> Of(IReadOnlyList<PlacedParameter> tensors) => Repetitions.Find(tensors.Count, (first, second) =>
    {
        var (one, other) = (tensors[first], tensors[second]);
        return AreAlike(one.Parameter, other.Parameter) && one.Parameter.Initialization == other.Parameter.Initialization && one.Layout == other.Layout
            ? NameDifferences(one.Parameter.Name, other.Parameter.Name)?.Append(other.Offset - one.Offset).ToArray()
            : null;
    });

    /// <summary>The same of tensors that have no place yet.</summary>
    /// <param name="tensors">Tensors in their order.</param>
    /// <param name="fewest">How often something is to be there.</param>
    public static IReadOnlyList<Repetition> Of(IReadOnlyList<Parameter> tensors, int fewest) => Repetitions.Find(tensors.Count, (first, second) =>
        AreAlike(tensors[first], tensors[second]) ? NameDifferences(tensors[first].Name, tensors[second].Name) : null, fewest);

    private static bool AreAlike(Parameter one, Parameter other) => one.Shape == other.Shape && one.IsFrozen == other.IsFrozen;

    /// <summary>By what the numbers of a dotted name differ from those of another; null where more than numbers differ.</summary>
    public static long[]? NameDifferences(string one, string other)
    {
        var (first, second) = (one.Split('.'), other.Split('.'));
        if (first.Length != second.Length)
            return null;
        var differences = new long[first.Length];
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i] == second[i])
                continue;
            if (NumberOf(first[i]) is not { } from || NumberOf(second[i]) is not { } to)
                return null;
            differences[i] = to - from;
        }

        return differences;
    }

    /// <summary>The number that a part of a name is; null where it is none, or not written as one.</summary>
    public static long? NumberOf(string part) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Literals.Integer(number) == part ? number : null;
}
