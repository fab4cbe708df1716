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
                {{GeneratedNames.Field}} = {{programs}}.Create(seed);
            }

            {{answers}}private {{name}}({{programs}} programs)
            {
                {{GeneratedNames.Field}} = programs;
            }

            /// <summary>
            /// Another instance on the same weights, with gradients and workspace of its own: for a second thread or agent. It begins in the
            /// mode of this one (<see cref="Training"/>), and draws random numbers from a stream of its own.
            /// </summary>
            /// <returns>The other instance. Neither is safe for use by two threads at once.</returns>
            public {{name}} ShareParameters() => new {{name}}({{GeneratedNames.Field}}.Share()){{alike}};

            """);
    }
}
