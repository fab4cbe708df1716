using StaticNet.Generator.Kernels;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the named views of weights and gradients.</summary>
internal static class ViewsWriter
{
    public static void Write(CodeWriter writer, CompiledNetwork network)
    {
        writer.Line($$"""
            /// <summary>The weights by name, in PyTorch's shapes.</summary>
            public Views ParameterViews => new Views(parameters.Span);

            /// <summary>The gradients by name, in PyTorch's shapes.</summary>
            public Views GradientViews => new Views(gradients.Span);

            /// <summary>Tensors of this network in a flat buffer.</summary>
            {{GeneratedCode.Attribute}}
            public readonly ref struct Views
            {
                private readonly Span<float> flat;

                internal Views(Span<float> flat) => this.flat = flat;

                /// <summary>The tensor of that name in the state dict.</summary>
                /// <param name="name">Such as <c>0.weight</c>.</param>
                /// <exception cref="ArgumentException">No tensor has the name.</exception>
                public global::StaticNet.TensorView this[string name]
                {
                    get
                    {
                        foreach (global::StaticNet.TensorInfo tensor in tensors)
                        {
                            if (tensor.Name == name)
                                return tensor.View(flat);
                        }

                        throw new ArgumentException("no tensor is named '" + name + "'; the names are in Tensors", nameof(name));
                    }
                }
            """);
        var names = Identifiers.Unique(network.Parameters.Select(parameter => Identifiers.Pascal(parameter.Parameter.Name)), "Views");
        for (var i = 0; i < names.Count; i++)
        {
            var parameter = network.Parameters[i].Parameter;
            var index = i;
            writer.Indented(() => writer.Line(
                $"\n/// <summary><c>{parameter.Name}</c>, shape {parameter.Shape}.</summary>\npublic global::StaticNet.TensorView {names[index]} => tensors[{index}].View(flat);"));
        }

        writer.Line("}");
    }
}
