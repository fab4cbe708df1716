namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>A network that tests declare.</summary>
/// <param name="Name">The class.</param>
/// <param name="Attributes">Everything under <c>[Network]</c>.</param>
/// <param name="BatchCapacity">The largest batch.</param>
/// <param name="Blocks">Classes that it uses.</param>
internal sealed record NetworkCase(string Name, string Attributes, int BatchCapacity = 5, string Blocks = "")
{
    /// <summary>The declaration as a file of its own.</summary>
    public string Source => $$"""
        using StaticNet;
        {{Blocks}}
        [Network(BatchCapacity = {{BatchCapacity}})]
        {{Attributes}}
        public sealed partial class {{Name}} { }
        """;

    public override string ToString() => Name;
}
