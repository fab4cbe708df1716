using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the named views of weights and gradients.</summary>
internal static class ViewsWriter
{
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
        var properties = PropertyNames(names.Ports);
        for (var i = 0; i < properties.Count; i++)
        {
            var parameter = names.Network.Parameters[i].Parameter;
            var index = i;
            writer.Indented(() => writer.Line(
                $"\n/// <summary><c>{parameter.Name}</c>, shape {parameter.Shape}.</summary>\npublic global::StaticNet.TensorView {properties[index]} => View({index});"));
        }

        writer.Line("}");
    }

    /// <summary>What the views of the weights are called.</summary>
    public static IReadOnlyList<string> PropertyNames(Graph.Interface ports) =>
        NameScope.Empty().With("Views", "View").Declare(ports.Parameters.Select(parameter => Identifiers.Pascal(parameter.Name)));
}
