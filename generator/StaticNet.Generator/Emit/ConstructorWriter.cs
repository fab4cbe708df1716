using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Emit;

/// <summary>Writes how instances of the user's class come to be.</summary>
internal static class ConstructorWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var (name, programs) = (names.Network.Spec.Name, names.QualifiedPrograms);

        // What must be set comes along from this instance, which has it.
        var required = names.Network.Spec.RequiredMembers;
        var alike = required.Count == 0 ? "" : $" {{ {string.Join(", ", required.Select(member => $"{member} = this.{member}"))} }}";
        var answers = names.Network.Spec.SetsRequiredMembers ? "[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]\n" : "";
        if (answers.Length > 0)
            writer.Line("#pragma warning disable CS8618 // Members that must be set, and cannot be read from another instance, stay as they are.");
        writer.Line($$"""
            private readonly {{programs}} {{GeneratedNames.Field}};

            /// <summary>A network with initial weights, and all the memory that it will ever need.</summary>
            /// <param name="seed">The same seed gives the same weights.</param>
            {{answers}}public {{name}}(int seed = 0)
            {
                {{GeneratedNames.Field}} = {{programs}}.Create();
                {{GeneratedNames.Field}}.Initialize(seed);
            }

            /// <summary>A network whose weights are to be loaded, or set otherwise.</summary>
            /// <param name="initialization">What the weights are until then; none at all saves the time to draw them.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such initialization.</exception>
            {{answers}}public {{name}}(global::StaticNet.Initialization initialization)
            {
                {{GeneratedNames.Field}} = {{programs}}.Create();
                global::StaticNet.Runtime.ParameterInitialization.Fill({{GeneratedNames.Field}}, {{programs}}.Tensors, initialization);
            }

            {{answers}}private {{name}}({{programs}} programs)
            {
                {{GeneratedNames.Field}} = programs;
            }

            /// <summary>
            /// Another instance on the same weights, with gradients and workspace of its own: for a second thread or agent. It begins in the
            /// mode of this one, training or inference, and draws random numbers from a stream of its own.
            /// </summary>
            /// <returns>The other instance. Neither is safe for use by two threads at once.</returns>
            public {{name}} ShareParameters() => new {{name}}({{GeneratedNames.Field}}.Share()){{alike}};

            """);
        if (required.Count > 0)
            return;
        writer.Line($$"""
            /// <summary>A network with the weights of a safetensors file; none are drawn before, unless the file may lack some.</summary>
            /// <param name="path">The file.</param>
            /// <param name="options">How the file may differ from the network; it must fit exactly unless given.</param>
            /// <exception cref="global::System.IO.IOException">The file cannot be read.</exception>
            /// <exception cref="global::StaticNet.WeightsFormatException">The file does not fit this network.</exception>
            public static {{name}} FromFile(string path, global::StaticNet.LoadOptions? options = null)
            {
                {{name}} network = new {{name}}(options is { AllowMissing: true } ? global::StaticNet.Initialization.Declared : global::StaticNet.Initialization.None);
                network.Load(path, options ?? new global::StaticNet.LoadOptions());
                return network;
            }

            """);
    }
}
