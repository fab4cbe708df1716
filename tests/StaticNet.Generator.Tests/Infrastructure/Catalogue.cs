namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>Networks that a test class tries in every tier. They are compiled when the first test asks for them.</summary>
internal sealed class Catalogue
{
    private readonly Lazy<NetworkAssembly> assembly;

    public Catalogue(IEnumerable<NetworkCase> cases)
    {
        Cases = [.. cases];
        assembly = new Lazy<NetworkAssembly>(() => NetworkAssembly.Compile(Cases));
    }

    public IReadOnlyList<NetworkCase> Cases { get; }

    public NetworkAssembly Assembly => assembly.Value;

    /// <summary>Every network with every tier, for theories.</summary>
    public TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var @case in Cases)
            {
                foreach (var tier in TestTier.All)
                    rows.Add(@case.Name, tier.Name);
            }

            return rows;
        }
    }
}
