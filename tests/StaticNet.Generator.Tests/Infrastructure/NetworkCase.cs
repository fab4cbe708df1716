using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>A network that tests declare.</summary>
/// <param name="Name">The class.</param>
/// <param name="Attributes">Everything under <c>[Network]</c>.</param>
/// <param name="BatchCapacity">The largest batch.</param>
/// <param name="Blocks">Classes that it uses.</param>
internal sealed record NetworkCase(string Name, string Attributes, int BatchCapacity = 5, string Blocks = "")
{
    /// <summary>Schedules that are to be taken wherever they are possible; null where the compiler chooses.</summary>
    public ScheduleChoices? Choices { get; init; }

    /// <summary>Arguments of <c>[Network]</c> beside the capacity.</summary>
    public string Options { get; init; } = "";

    /// <summary>The declaration as a file of its own.</summary>
    public string Source => $$"""
        using StaticNet;
        {{Blocks}}
        [Network(BatchCapacity = {{BatchCapacity}}{{Options}})]
        {{Attributes}}
        public sealed partial class {{Name}} { }
        """;

    /// <summary>A network of unconnected parts, each with an input and an output of its own: one compilation instead of many.</summary>
    public static NetworkCase SideBySide(string name, int batchCapacity, params (string Shape, string Layers)[] parts) => new(
        name,
        string.Join('\n', parts.Select((part, i) => $"[Input({part.Shape}, Name = \"x{i}\"), {part.Layers}]")),
        batchCapacity);

    public override string ToString() => Name;
}
