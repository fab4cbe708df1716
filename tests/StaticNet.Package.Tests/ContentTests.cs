using System.IO.Compression;
using System.Xml.Linq;
using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

[Collection(nameof(PackageCollection))]
public sealed class ContentTests(PackageUnderTest package)
{
    [Fact]
    public void The_package_holds_exactly_these_files()
    {
        string[] wrapping = ["_rels/", "package/", "[Content_Types].xml", "StaticNet.nuspec"];
        using ZipArchive archive = ZipFile.OpenRead(package.Path);
        archive.Entries.Select(entry => entry.FullName)
            .Where(name => !wrapping.Any(name.StartsWith))
            .ShouldBe(
                [
                    "LICENSE",
                    "README.md",
                    "analyzers/dotnet/cs/StaticNet.Generator.dll",
                    "buildTransitive/StaticNet.targets",
                    "lib/net10.0/StaticNet.dll",
                    "lib/net10.0/StaticNet.xml",
                    "lib/net8.0/StaticNet.dll",
                    "lib/net8.0/StaticNet.xml",
                ],
                ignoreOrder: true);
    }

    [Fact]
    public void The_package_depends_on_nothing() =>
        Nuspec().Descendants().ShouldNotContain(element => element.Name.LocalName == "dependency");

    [Fact]
    public void The_package_shows_its_licence_and_its_readme()
    {
        XElement[] metadata = [.. Nuspec().Descendants()];
        metadata.Single(element => element.Name.LocalName == "license").Value.ShouldBe("MIT");
        metadata.Single(element => element.Name.LocalName == "readme").Value.ShouldBe("README.md");
    }

    private XDocument Nuspec()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Path);
        using Stream nuspec = archive.GetEntry("StaticNet.nuspec").ShouldNotBeNull().Open();
        return XDocument.Load(nuspec);
    }
}
