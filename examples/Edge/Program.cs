using System.Diagnostics;
using Digits.Drawing;
using Edge;

// The weights were trained on digits of seed 1, so these are new to the network.
const int Seed = 2;

switch (args)
{
    case ["--once"]:
        ReadOne();
        return 0;
    case []:
        ReadMany();
        return 0;
    default:
        Console.Error.WriteLine("Usage: Edge [--once]");
        return 1;
}

// What a command-line tool or a serverless function does: start, answer, end.
static void ReadOne()
{
    Span<byte> pixels = stackalloc byte[DigitArtist.Side * DigitArtist.Side];
    int digit = DigitArtist.Draw(Seed, number: 0, pixels);
    int answer = new DigitReader().Read(pixels);

    // Console.WriteLine would first set up encodings and a synchronised writer, for two digits.
    using Stream output = Console.OpenStandardOutput();
    ReadOnlySpan<byte> line = [.. "drawn "u8, (byte)('0' + digit), .. ", read "u8, (byte)('0' + answer), (byte)'\n'];
    output.Write(line);
}

static void ReadMany()
{
    const int Count = 10_000;
    var pixels = new byte[Count][];
    var digits = new int[Count];
    for (int i = 0; i < Count; i++)
        digits[i] = DigitArtist.Draw(Seed, i, pixels[i] = new byte[DigitArtist.Side * DigitArtist.Side]);

    var reader = new DigitReader();
    var ticks = new long[Count];
    int right = 0;
    long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < Count; i++)
    {
        long start = Stopwatch.GetTimestamp();
        int answer = reader.Read(pixels[i]);
        ticks[i] = Stopwatch.GetTimestamp() - start;
        if (answer == digits[i])
            right++;
    }

    long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
    Array.Sort(ticks);
    double median = ticks[Count / 2] * 1e6 / Stopwatch.Frequency;
    Console.WriteLine($"accuracy {100.0 * right / Count:0.00} % of {Count} drawn digits");
    Console.WriteLine($"time a call {median:0.0} us (median), {(double)allocated / Count:0} bytes allocated a call");
}
