using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>
/// Writes where everything lies: a class of constants for the weights, and one for each program's values. Offsets stand here alone, so
/// another size of a layer or of the batch changes these lines and not the code that refers to them.
/// </summary>
internal static class PlacesWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var named = new HashSet<int>(names.AllPrograms.SelectMany(program => program.NamedWeights)
            .Concat(TensorsWriter.NamedWeights(names.Network).Select(i => names.Network.Parameters[i].Offset)));
        WriteTensors("Where weights lie among the parameters, and gradients of weights among the gradients. In floats, as all that follows.",
            ProgramNames.WeightPlaces, names.Network.Parameters, names.Weights, named.Contains);
        if (names.States.Count > 0)
            WriteTensors("Where states lie.", ProgramNames.StatePlaces, names.Network.States, names.States, _ => true);
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

        void WriteTensors(string title, string type, IReadOnlyList<PlacedParameter> tensors, IReadOnlyList<string> called, Func<int, bool> isNamed)
        {
            writer.Line();
            writer.Line("// " + title);
            writer.Block($"private static class {type}", () =>
            {
                foreach (var (placed, name) in tensors.Zip(called, (placed, name) => (placed, name)).Where(tensor => isNamed(tensor.placed.Offset)))
                    writer.Line($"internal const int {name} = {Literals.Integer(placed.Offset)};");
            });
        }
    }
}
