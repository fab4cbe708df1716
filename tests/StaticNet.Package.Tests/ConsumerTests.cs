using StaticNet.Package.Tests.Infrastructure;

namespace StaticNet.Package.Tests;

/// <summary>A project with nothing but the package declares a network, trains it, saves it and loads it.</summary>
[Collection(nameof(PackageCollection))]
public sealed class ConsumerTests(ConsumerTests.BuiltConsumer consumer) : IClassFixture<ConsumerTests.BuiltConsumer>
{
    [Fact]
    public void It_builds_without_warnings() => consumer.BuildOutput.ShouldContain("0 Warning(s)");

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void It_trains_saves_and_loads(string framework)
    {
        string output = DotNet.Run(consumer.Path, Path.Combine("bin", "Release", framework, "Consumer.dll"));
        output.ShouldContain("same answers after loading");
    }

    /// <summary>The consumer, restored and built once for all tests.</summary>
    public sealed class BuiltConsumer : IDisposable
    {
        private readonly ConsumerProject project;

        public BuiltConsumer(PackageUnderTest package)
        {
            project = new ConsumerProject(package);
            BuildOutput = project.Run("build", "--configuration", "Release");
        }

        /// <summary>What the build printed.</summary>
        public string BuildOutput { get; }

        /// <summary>The project's folder.</summary>
        public string Path => project.Path;

        public void Dispose() => project.Dispose();
    }
}
