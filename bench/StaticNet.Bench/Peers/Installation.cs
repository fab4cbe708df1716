using System.Reflection;

namespace StaticNet.Bench.Peers;

/// <summary>Where peers are found once <c>bench/peers/setup.sh</c> has installed them.</summary>
internal static class Installation
{
    /// <summary>What to say of a peer that is not there.</summary>
    public const string Hint = "not installed: run bench/peers/setup.sh";

    /// <summary>The repository's folder.</summary>
    public static string RepositoryRoot { get; } = typeof(Installation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Where the script puts what it does not install for the whole machine.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot, "artifacts", "peers");
}
