using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Incremental;

/// <summary>
/// A symbol or a syntax tree in a pipeline model would keep a whole compilation alive, and would never be equal to that of
/// the next keystroke.
/// </summary>
public class PipelineModelTests
{
    private const string Source =
        """
        using StaticNet;
        [Network(BatchCapacity = 3)]
        [Input(1, 8, 8), Conv2D(4, 3, Padding = Padding.Same, Strides = new[] { 2, 1 }, Name = "stem"), Dropout(0.25)]
        [Flatten, Use(typeof(Head), 2), Add("stem", "missing")]
        partial class Net;
        [Block, Dense(-(Classes + 1) * 2, Bias = false)] class Head { [BlockParameter] const int Classes = 10; }
        [Network] class NotPartial;
        """;

    private static readonly HashSet<Type> Values = [typeof(TextSpan), typeof(LinePositionSpan), typeof(LinePosition)];

    [Theory]
    [InlineData(PipelineSteps.Declarations)]
    [InlineData(PipelineSteps.Specs)]
    [InlineData(PipelineSteps.Compile)]
    [InlineData(PipelineSteps.Files)]
    [InlineData(PipelineSteps.Findings)]
    [InlineData(PipelineSteps.Diagnostics)]
    public void ModelsHoldNothingOfRoslyn(string step)
    {
        var outputs = GeneratorRun.Of(Source).OutputsOf<object>(step);

        outputs.ShouldNotBeEmpty();
        foreach (var output in outputs)
            Walk(output, step, new HashSet<object>(ReferenceEqualityComparer.Instance));
    }

    [Theory]
    [InlineData(PipelineSteps.Declarations)]
    [InlineData(PipelineSteps.Specs)]
    [InlineData(PipelineSteps.Compile)]
    [InlineData(PipelineSteps.Diagnostics)]
    public void ModelsOfEqualSourcesAreEqual(string step)
    {
        var first = GeneratorRun.Of(Source).OutputsOf<object>(step);
        var second = GeneratorRun.Of(Source).OutputsOf<object>(step);

        first.SequenceEqual(second).ShouldBeTrue();
        first.Select(model => model.GetHashCode()).ShouldBe(second.Select(model => model.GetHashCode()));
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null)
            return;
        var type = value.GetType();
        var isRoslyn = type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
        (!isRoslyn || Values.Contains(type)).ShouldBeTrue($"{path} is a {type}");
        if (type.IsPrimitive || type.IsEnum || value is string or Type || isRoslyn || (!type.IsValueType && !seen.Add(value)))
            return;

        if (value is IEnumerable items)
        {
            foreach (var item in items)
                Walk(item, path + "[]", seen);
            return;
        }

        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (var field in ancestor.GetFields(instance))
                Walk(field.GetValue(value), path + "." + field.Name, seen);
        }
    }
}
