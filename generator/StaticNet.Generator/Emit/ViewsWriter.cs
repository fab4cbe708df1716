using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the named views of weights and gradients.</summary>
internal static class ViewsWriter
{
    /// <summary>Repetitions that have a property each; more of them are easier to count than to name.</summary>
    private const int MostProperties = 16;

    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        writer.Line($$"""
            /// <summary>The weights by name, in PyTorch's shapes.</summary>
            public Views ParameterViews => new Views({{GeneratedNames.Field}}.Parameters);

            """);
        if (names.Network.HasBackward)
        {
            writer.Line($$"""
                /// <summary>The gradients by name, in PyTorch's shapes.</summary>
                public Views GradientViews => new Views({{GeneratedNames.Field}}.Gradients);

                """);
        }

        writer.Line($$"""
            /// <summary>Tensors of this network in a flat buffer.</summary>
            {{GeneratedCode.QualifiedAttribute}}
            public readonly ref struct Views
            {
                private readonly {{SurfaceWriter.Span}} flat;

                internal Views({{SurfaceWriter.Span}} flat) => this.flat = flat;

                /// <summary>The tensor of that name in the state dict.</summary>
                /// <param name="name">Such as <c>0.weight</c>.</param>
                /// <exception cref="global::System.ArgumentException">No tensor has the name.</exception>
                public global::StaticNet.TensorView this[string name] =>
                    global::StaticNet.Runtime.Check.Tensor({{names.QualifiedPrograms}}.Tensors, name).View(flat);

                private global::StaticNet.TensorView View(int tensor) => {{names.QualifiedPrograms}}.Tensors[tensor].View(flat);
            """);
        foreach (var view in Views(names.Ports))
        {
            writer.Indented(() => writer.Line(view.Period == 0
                ? $"\n/// <summary><c>{view.Tensor}</c>, shape {view.Shape}.</summary>\npublic global::StaticNet.TensorView {view.Name} => View({view.Index});"
                : $"""

                    /// <summary>Tensor <c>{view.Tensor}</c>, shape {view.Shape}, and those of the {view.Count - 1} repetitions after it.</summary>
                    /// <param name="repetition">From 0 to {view.Count - 1}.</param>
                    /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such repetition.</exception>
                    public global::StaticNet.TensorView {view.Name}(int repetition) =>
                        View({(view.Index == 0 ? "" : $"{view.Index} + ")}({view.Period} * global::StaticNet.Runtime.Check.Repetition(repetition, {view.Count})));
                    """));
        }

        writer.Line("}");
    }

    /// <summary>
    /// The views of the weights: a property each or, of what repeats many times, a method for all repetitions, called after the numbers that
    /// stay.
    /// </summary>
    public static IReadOnlyList<NamedView> Views(Interface ports)
    {
        var runs = TensorRuns.Of(ports.Parameters.ToArray(), MostProperties + 1);
        var views = runs.SelectMany(run => run.First.Select(i => (Index: i, Run: run, Parameter: ports.Parameters[i]))).ToArray();
        var called = NameScope.Empty().With("Views", "View").Declare(views.Select(view => Identifiers.Pascal(view.Run.Count == 1
            ? view.Parameter.Name
            : WithoutNumber(view.Parameter.Name, ports.Parameters[view.Index + view.Run.Period].Name))));
        return views.Select((view, i) => new NamedView(
            called[i], view.Parameter.Name, view.Parameter.Shape, view.Index, view.Run.Count, view.Run.Count == 1 ? 0 : view.Run.Period)).ToArray();
    }

    private static string WithoutNumber(string first, string second)
    {
        var differences = TensorRuns.NameDifferences(first, second)!;
        return string.Join(".", first.Split('.').Where((_, i) => differences[i] == 0));
    }
}

/// <summary>A view of a weight tensor, or of one in each repetition.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Tensor">The tensor's name; of repetitions, that of the first.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Index">Its number among all tensors.</param>
/// <param name="Count">How many repetitions there are.</param>
/// <param name="Period">From the tensor of one repetition to that of the next; 0 where there is one only.</param>
internal sealed record NamedView(string Name, string Tensor, Shape Shape, int Index, int Count, int Period);
