using System.Reflection;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Numerics;

namespace StaticNet.Generator.Tests.Graphs;

/// <summary>
/// RyuJIT stops optimising a method past 60,000 bytes of IL or some thousand locals, and says so to nobody. What is emitted
/// stays well below, and the estimate that schedules go by is never too low.
/// </summary>
public sealed class CodeBudgetTests
{
    private const int Cliff = 60_000;
    private const int Locals = 1_000;

    public static TheoryData<string, string> Rows => Catalogues.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Kernels_stay_within_their_budget(string catalogue, string name)
    {
        var assembly = Catalogues.All[catalogue].Assembly;
        var programs = assembly.FindPrograms(name);
        foreach (var tier in TestTier.All)
        {
            var methods = programs.GetNestedType(tier.Name + "Kernels", BindingFlags.NonPublic).ShouldNotBeNull();
            var compiled = assembly.Networks[name].Compiled;
            var bodies = compiled.Kernels.Select(kernel => (kernel.Name, Body: kernel.Kernel.Body(tier.Target))).ToList();
            if (compiled.StraightLine is { } straightLine)
                bodies.Add((StraightLineWriter.OfSample, straightLine.Body(tier.Target)));
            if (compiled.StraightStream is { } straightStream)
                bodies.Add((StraightLineWriter.OfStep, straightStream.Body(tier.Target)));
            foreach (var (method, written) in bodies)
            {
                var where = $"{method} of {name} in {tier}";
                var estimate = CodeSize.EstimateIl(written.Statements);
                var body = methods.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.GetMethodBody()!;
                estimate.ShouldBeLessThanOrEqualTo(CodeSize.Budget, where);
                body.GetILAsByteArray()!.Length.ShouldBeLessThanOrEqualTo(estimate, where);
                body.LocalVariables.Count.ShouldBeLessThan(Locals, where);
            }
        }
    }

    [Fact]
    public void A_data_gradient_does_not_grow_with_the_stride()
    {
        var network = LoweredNetwork.Of(NetworkCase.SideBySide("LongStrides", 1,
            ("2, 90, 90", "Conv2D(24, 5, Stride = 3, Dilation = 2, Name = \"three\")"),
            ("2, 90, 90", "Conv2D(24, 5, Stride = 16, Dilation = 3, Name = \"sixteen\")")));
        foreach (var tier in TestTier.All)
        {
            int Size(string layer) => CodeSize.EstimateIl(network.Compiled.Kernels
                .Single(kernel => kernel.Name == $"Conv2D_{layer}_DataGradient").Kernel.Body(tier.Target).Statements);
            Size("sixteen").ShouldBeLessThanOrEqualTo(Size("three"), tier.Name);
        }
    }

    /// <summary>Columns that fill no vectors, strides of two, tiles of many shapes: what a long sum adds to a tile is there many times.</summary>
    [Fact]
    public void Long_sums_do_not_come_near_the_cliff()
    {
        var lowered = LoweredNetwork.Of(
        [
            new NetworkCase("DeepProducts", "[Input(4099), Dense(4097), ReLU, Dense(1001), ELU, Dense(30001)]", 61),
            new NetworkCase("DeepConvolutions", """
                [Input(200, 29, 31), Conv2D(200, 3, Padding = 1), ReLU, Conv2D(300, 5, Stride = 2, Padding = 1), ELU, Conv2D(1500, 1), ELU]
                """, 16),
            new NetworkCase("DeepPools", "[Input(200, 29, 31), Conv2D(300, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(201, 3), Conv2D(42, 5), Conv2D(300, 5, Groups = 3)]", 16)
            {
                Options = ", Precision = Precision.Strict",
            },
        ]);
        foreach (var (network, kernel) in lowered.SelectMany(network => network.Compiled.Kernels.Select(kernel => (network, kernel))))
        {
            foreach (var tier in TestTier.All)
                CodeSize.EstimateIl(kernel.Kernel.Body(tier.Target).Statements).ShouldBeLessThan(Cliff, $"{kernel.Name} of {network.Case.Name} in {tier}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_method_comes_near_the_cliff(string catalogue, string name)
    {
        const BindingFlags Everything =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var assembly = Catalogues.All[catalogue].Assembly;
        var classes = new[] { assembly.Find(name), assembly.FindPrograms(name) };
        foreach (var method in classes.SelectMany(type => type.GetNestedTypes(Everything).Append(type)).SelectMany(type => type.GetMethods(Everything)))
        {
            var body = method.GetMethodBody();
            (body?.GetILAsByteArray()?.Length ?? 0).ShouldBeLessThan(Cliff, $"{method} of {name}");
            (body?.LocalVariables.Count ?? 0).ShouldBeLessThan(Locals, $"{method} of {name}");
        }
    }
}
