using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>Mistakes in cells and in what runs them.</summary>
public sealed class CellTests
{
    private const string Cell = "[Block, State(3, Name = \"h\", Next = \"next\"), Dense(3, From = \"input\", Name = \"x\"), Dense(3, From = \"h\"), Add(\"x\", Name = \"next\")] class Cell { }";

    [Theory]
    [InlineData("State(3, Name = \"h\", Next = \"next\"), Dense(4, Name = \"next\")", "SN0012", "shape (3), but 'next', which it becomes, has (4)")]
    [InlineData("State(3, Name = \"h\", Next = \"nxt\"), Dense(3, Name = \"next\")", "SN0008", "no layer is named 'nxt'")]
    [InlineData("State(3, Name = \"h\"), Add(\"h\", \"h\")", "SN0011", "name the layer whose value it is")]
    [InlineData("State(Name = \"h\", Next = \"next\"), Dense(3, Name = \"next\")", "SN0011", "shape is empty")]
    [InlineData("State(0, Name = \"h\", Next = \"next\"), Dense(3, Name = \"next\")", "SN0011", "at least 1")]
    [InlineData("Dense(3), Dropout(0.5)", "SN0018", "no layer that is random")]
    [InlineData("Dense(3), BatchNorm", "SN0018", "differs in training")]
    [InlineData("Scan(typeof(Cell))", "SN0018", "runs step by step already")]
    [InlineData("State(3, Name = \"h\", Next = \"next\"), Conv2D(2, 3, Name = \"next\")", "SN0012", "(C, H, W)")]
    public void A_cell_is_reported(string layers, string id, string message) =>
        Report($"[Network, Input(5, 3), Scan(typeof(Wrong))] partial class Net; [Block, {layers}] class Wrong {{ }} {Cell}", id, message);

    [Theory]
    [InlineData("Input(5, 3), State(3, Name = \"h\", Next = \"a\"), Dense(3, Name = \"a\")", "SN0018", "[Scan(typeof(Cell))]")]
    [InlineData("Input(5, 3), Use(typeof(Cell))", "SN0018", "[Scan(typeof(Cell))]")]
    [InlineData("Input(5, Element = Element.Int32), Scan(typeof(Cell))", "SN0012", "[Embedding(rows, width)]")]
    [InlineData("Input(5, 3), Scan(typeof(string))", "SN0018", "not marked [Block]")]
    public void A_network_is_reported(string layers, string id, string message) => Report($"[Network, {layers}] partial class Net; {Cell}", id, message);

    private static void Report(string source, string id, string message)
    {
        var run = GeneratorRun.Of(["using StaticNet; " + source]);
        run.Diagnostics.ShouldContain(diagnostic => diagnostic.Id == id && diagnostic.GetMessage(null).Contains(message, StringComparison.Ordinal),
            string.Join("\n", run.Diagnostics));
        run.Diagnostics.ShouldNotContain(diagnostic => diagnostic.Id == "SN0001");
    }
}
