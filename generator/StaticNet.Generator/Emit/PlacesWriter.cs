namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes where everything lies: a class of constants for the weights, and one for each program's values. Offsets stand here alone, so
/// another size of a layer or of the batch changes these lines and not the code that refers to them.
/// </summary>
internal static class PlacesWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        writer.Line();
        writer.Line("// Where weights lie among the parameters, and gradients of weights among the gradients. In floats, as all that follows.");
        writer.Block($"private static class {ProgramNames.WeightPlaces}", () =>
        {
            foreach (var (placed, name) in names.Network.Parameters.Zip(names.Weights, (placed, name) => (placed, name)))
                writer.Line($"internal const int {name} = {Literals.Integer(placed.Offset)};");
        });
        if (names.States.Count > 0)
        {
            writer.Line();
            writer.Line("// Where states lie.");
            writer.Block($"private static class {ProgramNames.StatePlaces}", () =>
            {
                foreach (var (placed, name) in names.Network.States.Zip(names.States, (placed, name) => (placed, name)))
                    writer.Line($"internal const int {name} = {Literals.Integer(placed.Offset)};");
            });
        }

        foreach (var program in names.AllPrograms)
        {
            writer.Line();
            writer.Line($"// Where the values of {program.Name} lie in the workspace. Those that are never needed at once may share a place.");
            writer.Block($"private static class {program.Places}", () =>
            {
                foreach (var (name, offset, description) in program.Constants())
                    writer.Line($"internal const int {name} = {Literals.Integer(offset)}; // {description}");
            });
        }
    }
}
