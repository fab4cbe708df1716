using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StaticNet.Runtime;

/// <summary>The checks at the entries of generated code. Behind them, lengths are trusted.</summary>
/// <remarks>Each test is inlined and each throw is not, so that a correct call pays for a comparison only.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    /// <summary>In place of the number of samples of the last Forward: Backward has used up its activations.</summary>
    public const int UsedByBackward = -1;

    /// <summary>In place of the number of samples of the last Forward: a trainer has overwritten its activations.</summary>
    public const int OverwrittenByTrainer = -2;

    /// <summary>In place of the number of samples of the last Forward: it did not come to its end.</summary>
    public const int ForwardFailed = -3;

    /// <summary>Instead of the samples of the last Forward: a step of a sequence has overwritten what it kept.</summary>
    public const int OverwrittenByStep = -4;

    /// <summary>Requires a span of exactly <paramref name="expected"/> elements.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length(string argument, int actual, int expected)
    {
        if (actual != expected)
            ThrowLength(argument, actual, expected);
    }

    /// <summary>
    /// Requires a span of exactly <paramref name="count"/> samples of <paramref name="lengthPerSample"/> elements.
    /// </summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BatchLength(string argument, int actual, int count, int lengthPerSample)
    {
        if (actual != (long)count * lengthPerSample)
            ThrowBatchLength(argument, actual, count, lengthPerSample);
    }

    /// <summary>How many samples a span holds.</summary>
    /// <exception cref="ArgumentException">The length is not a multiple of a sample's, is 0, or is more than the
    /// batch.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SampleCount(string argument, int actual, int lengthPerSample, int capacity)
    {
        (int count, int rest) = Math.DivRem(actual, lengthPerSample);
        if (rest != 0 || (uint)(count - 1) >= (uint)capacity)
            ThrowSampleCount(argument, actual, lengthPerSample, capacity);
        return count;
    }

    /// <summary>Requires a number of samples from 1 to the batch capacity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(int count, int capacity)
    {
        if ((uint)(count - 1) >= (uint)capacity)
            ThrowCount(count, capacity);
    }

    /// <summary>
    /// Copies labels, then requires every one of them to name a class: from 0 to <paramref name="classes"/> - 1. Kernels index memory by
    /// the copy. The caller's own may be memory of the network's, or be written by another thread meanwhile.
    /// </summary>
    /// <param name="argument">How the caller calls them.</param>
    /// <param name="labels">The caller's.</param>
    /// <param name="copy">Receives them; at least as long.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label does not; the message gives the first such index and
    /// value.</exception>
    public static void Labels(string argument, ReadOnlySpan<int> labels, Span<int> copy, int classes)
    {
        if (IsOutsideAfterCopy(labels, copy, classes))
            ThrowLabels(argument, copy, classes);
    }

    /// <summary>
    /// Copies integers of an input, then requires every one of them to be from 0 to <paramref name="bound"/> - 1, as layers index by the copy.
    /// </summary>
    /// <param name="argument">How the caller calls them.</param>
    /// <param name="values">The caller's.</param>
    /// <param name="copy">Receives them; at least as long.</param>
    /// <param name="bound">What they are below.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message gives the first such index and value.</exception>
    public static void Indices(string argument, ReadOnlySpan<int> values, Span<int> copy, int bound)
    {
        if (IsOutsideAfterCopy(values, copy, bound))
            ThrowIndices(argument, copy, bound);
    }

    /// <summary>The number of a repetition of a block.</summary>
    /// <param name="repetition">The number.</param>
    /// <param name="count">How many repetitions there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such repetition.</exception>
    public static int Repetition(int repetition, int count) => (uint)repetition < (uint)count ? repetition : throw new ArgumentOutOfRangeException(
        nameof(repetition), repetition, $"There are {count} repetitions, numbered from 0 to {count - 1}.");

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ArgumentException">None has it.</exception>
    public static TensorInfo Tensor(TensorInfo[] tensors, string name)
    {
        foreach (TensorInfo tensor in tensors)
        {
            if (tensor.Name != name)
                continue;
            return tensor.Kind == TensorKind.Parameter ? tensor : throw new ArgumentException(
                $"'{name}' is a state and has no gradient: take its TensorInfo from Tensors, and View(network.States).", nameof(name));
        }

        throw new ArgumentException($"No tensor is named '{name}'. The names are in Tensors.", nameof(name));
    }

    /// <summary>Requires a Forward before Backward: its activations are what Backward reads.</summary>
    /// <param name="lastCount">
    /// The number of samples of the last Forward; 0 if there was none; else what became of its activations.
    /// </param>
    /// <exception cref="InvalidOperationException">There are no activations to read.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ForwardHasRun(int lastCount)
    {
        if (lastCount <= 0)
            ThrowForward(lastCount);
    }

    /// <summary>Requires a degree of parallelism from 1 to 1024.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DegreeOfParallelism(int degreeOfParallelism)
    {
        if ((uint)(degreeOfParallelism - 1) >= WorkerTeam.MaximumSize)
            ThrowDegreeOfParallelism(degreeOfParallelism);
    }

    /// <summary>Copies integers, and says whether one of them is not from 0 to below a bound.</summary>
    private static bool IsOutsideAfterCopy(ReadOnlySpan<int> values, Span<int> copy, int bound)
    {
        Span<int> copied = copy[..values.Length];
        values.CopyTo(copied);

        // Folding the comparison into one flag keeps the loop free of branches on data.
        bool outside = false;
        foreach (int value in copied)
            outside |= (uint)value >= (uint)bound;
        return outside;
    }

    private static int FirstOutside(ReadOnlySpan<int> values, int bound)
    {
        int index = 0;
        while ((uint)values[index] < (uint)bound)
            index++;
        return index;
    }

    [DoesNotReturn]
    private static void ThrowLength(string argument, int actual, int expected) => throw new ArgumentException(
        $"'{argument}' must have {expected} elements, but has {actual}. Pass a span of exactly that length; slice a "
        + "longer one.", argument);

    [DoesNotReturn]
    private static void ThrowBatchLength(string argument, int actual, int count, int lengthPerSample) =>
        throw new ArgumentException(
            $"'{argument}' must have {(long)count * lengthPerSample} elements ({count} samples of {lengthPerSample}), "
            + $"but has {actual}. Pass the samples one after another, without gaps, as many as in the other arguments.", argument);

    [DoesNotReturn]
    private static void ThrowSampleCount(string argument, int actual, int lengthPerSample, int capacity) =>
        throw new ArgumentException(
            $"'{argument}' must hold 1 to {capacity} samples of {lengthPerSample} elements, but has {actual} elements"
            + (actual % lengthPerSample == 0
                ? $", which is {actual / lengthPerSample} samples. Split the data, or declare a larger batch on the network."
                : ", which is not a whole number of samples. Pass whole samples one after another."), argument);

    [DoesNotReturn]
    private static void ThrowCount(int count, int capacity) => throw new ArgumentOutOfRangeException(
        nameof(count), count,
        $"'count' must be from 1 to {capacity}, but is {count}. Split the samples, or declare a larger batch on the network.");

    [DoesNotReturn]
    private static void ThrowLabels(string argument, ReadOnlySpan<int> labels, int classes)
    {
        int index = FirstOutside(labels, classes);
        throw new ArgumentOutOfRangeException(
            argument, labels[index],
            $"'{argument}' at index {index} is {labels[index]}, but there are {classes} classes. Labels count from 0 to "
            + $"{classes - 1}.");
    }

    [DoesNotReturn]
    private static void ThrowIndices(string argument, ReadOnlySpan<int> values, int bound)
    {
        int index = FirstOutside(values, bound);
        throw new ArgumentOutOfRangeException(
            argument, values[index],
            $"'{argument}' at index {index} is {values[index]}, but must be from 0 to {bound - 1}: the network chooses among {bound} rows by it. "
            + "Declare more rows, or map what is outside to one of them.");
    }

    [DoesNotReturn]
    private static void ThrowDegreeOfParallelism(int degreeOfParallelism) => throw new ArgumentOutOfRangeException(
        nameof(degreeOfParallelism), degreeOfParallelism,
        $"The degree of parallelism must be from 1 to {WorkerTeam.MaximumSize}, but is {degreeOfParallelism}. 1 computes on "
        + "the calling thread alone; more than Environment.ProcessorCount gains nothing.");

    [DoesNotReturn]
    private static void ThrowForward(int lastCount) => throw new InvalidOperationException(
        "Backward needs the activations of a Forward on this instance, " + lastCount switch
        {
            UsedByBackward => "and another Backward has overwritten those of the last. Call Forward again before every Backward.",
            OverwrittenByTrainer =>
                "and a trainer's step or evaluation has overwritten those of the last. Call Forward again before Backward.",
            OverwrittenByStep => "and a Step has overwritten those of the last. Call Forward again before Backward.",
            ForwardFailed => "and the last Forward has failed. Call Forward again before Backward.",
            _ => "and there was none. Call Forward first.",
        });
}
