using System.Text.RegularExpressions;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Blocks whose parameters are of several types are what they stand for.</summary>
public sealed class BlockParameterTests
{
    private const string Blocks = """
        [Block]
        [Conv2D(Channels, 3, Padding = Border, Bias = !Normalised, Initializer = Start), LeakyReLU(Slope), Dropout(2 * Rate - 0.1)]
        static class Piece
        {
            [BlockParameter] const int Channels = 4;
            [BlockParameter] const double Slope = 0.01;
            [BlockParameter] const bool Normalised = false;
            [BlockParameter] const Initializer Start = Initializer.Default;
            const int Border = Channels / 4;
            const double Rate = Slope * Channels / 8 + 0.1;
        }

        [Block]
        [Use(typeof(Piece), N, Steep / 2, Flag, Kind), Use(typeof(Piece), N * 2)]
        static class Pieces
        {
            [BlockParameter] const int N = 4;
            [BlockParameter] const double Steep = 0.2;
            [BlockParameter] const bool Flag = true;
            [BlockParameter] const Initializer Kind = Initializer.HeNormal;
        }

        [Block]
        [State(Size, Name = "h", Next = "next"), Dense(Size, From = "input", Bias = Biased, Name = "x"), Dense(Size, From = "h", Bias = false), Add("x"), LeakyReLU(Slope, Name = "next")]
        static class LeakyCell
        {
            [BlockParameter] const int Size = 3;
            [BlockParameter] const bool Biased = true;
            [BlockParameter] const double Slope = 0.5;
        }
        """;

    [Theory]
    [InlineData("Use(typeof(Piece), 8, 0.25, true, Initializer.GlorotUniform)",
        "Conv2D(8, 3, Padding = 2, Bias = false, Initializer = Initializer.GlorotUniform), LeakyReLU(0.25), Dropout(2 * (0.25 * 8 / 8 + 0.1) - 0.1)")]
    [InlineData("Use(typeof(Piece), 4)", "Conv2D(4, 3, Padding = 1), LeakyReLU(0.01), Dropout(2 * (0.01 * 4 / 8 + 0.1) - 0.1)")]
    [InlineData("Use(typeof(Piece), 4, 1)", "Conv2D(4, 3, Padding = 1), LeakyReLU(1), Dropout(1.1)", false)]
    [InlineData("Use(typeof(Pieces), 4, 0.5)",
        "Conv2D(4, 3, Padding = 1, Bias = false, Initializer = Initializer.HeNormal), LeakyReLU(0.25), Dropout(2 * (0.25 * 4 / 8 + 0.1) - 0.1), Conv2D(8, 3, Padding = 2), LeakyReLU(0.01), Dropout(2 * (0.01 * 8 / 8 + 0.1) - 0.1)")]
    public void A_block_is_what_it_stands_for(string used, string spelledOut, bool isValid = true)
    {
        if (!isValid)
        {
            GeneratorRun.Of(Source("Used", used)).ShouldReport("SN0011", "2 * Rate - 0.1");
            return;
        }

        Parameters(used).ShouldBe(Parameters(spelledOut));
        Print(used).ShouldBe(Print(spelledOut));

        static string Print(string layers) => string.Join('\n', GraphPrinter.Print(Lower(layers)).Split('\n').Select(line => Regex.Replace(line.Split("  ; ")[0], @"Parameter [\d.]+", "Parameter ")));
        static string[] Parameters(string layers) => [.. Lower(layers).Interface.Parameters.Select(parameter => $"{parameter.Shape} {parameter.Initialization}")];
        static Graph.Graph Lower(string layers) =>
            LoweredNetwork.Of(new NetworkCase("Net", $"[Input(2, 6, 6), {layers}, Flatten, Dense(2), MeanSquaredError]", 2, Blocks)).Compiled.Forward;
    }

    [Theory]
    [InlineData("Scan(typeof(LeakyCell), 5, false, 0.25)", 2, "LeakyReLU")]
    [InlineData("Scan(typeof(LeakyCell), 5)", 3, "LeakyReLU")]
    public void So_is_a_cell(string used, int parameters, string kind)
    {
        var network = LoweredNetwork.Of(new NetworkCase("Net", $"[Input(4, 3), {used}, Flatten, HalfSumSquaredError]", 2, Blocks));
        network.Compiled.Forward.Interface.Parameters.Count.ShouldBe(parameters);
        network.Compiled.Forward.Nodes.ShouldContain(node => node.Origin.Kind == kind);
    }

    private static string Source(string name, string layers) => "using StaticNet;\n" + Blocks
        + $"[Network, Input(2, 6, 6), {layers}, Flatten, Dense(2), MeanSquaredError] partial class {name};";
}
