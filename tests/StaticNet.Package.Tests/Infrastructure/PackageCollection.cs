namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>All tests here share one package, and run one after another: each occupies the machine by itself.</summary>
[CollectionDefinition(nameof(PackageCollection))]
public sealed class PackageCollection : ICollectionFixture<PackageUnderTest>;
