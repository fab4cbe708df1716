using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Programs.StraightLine;

namespace StaticNet.Generator.Emit;

/// <summary>A network with the names that its generated code has: decided once, used by all writers.</summary>
internal sealed class GeneratedNames
{
    /// <summary>The one private field of the user's class. Two underscores in a row are reserved to compilers by the language.</summary>
    public const string Field = ReservedNames.Field;

    /// <summary>
    /// Where everything but the public surface stands. Its using directives are inside it, so they come before all that a user's
    /// namespaces and types are called.
    /// </summary>
    public const string Namespace = "StaticNet.Generated";

    private readonly List<ProgramNames> programs = new();
    private readonly Dictionary<int, string> weightsByOffset;
    private readonly Dictionary<int, string> statesByOffset;

    public GeneratedNames(CompiledNetwork network)
    {
        Network = network;
        Programs = ProgramsClass(network.Spec.HintName);
        LengthConstants = PortNames.LengthConstants(Ports);
        Weights = ValueNames.OfParameters(Ports);
        States = ValueNames.OfStates(Ports);
        weightsByOffset = network.Parameters.Select((placed, i) => (placed.Offset, Name: Weights[i])).ToDictionary(pair => pair.Offset, pair => pair.Name);
        statesByOffset = network.States.Select((placed, i) => (placed.Offset, Name: States[i])).ToDictionary(pair => pair.Offset, pair => pair.Name);
        Add("Inference", network.Inference);
        Add("Batch", network.Batch);
        Add("Training", network.Training);
        Add("Step", network.Step);
        Add("Evaluate", network.Evaluate);
        Add("Stream", network.Stream);

        void Add(string name, CompiledProgram? program)
        {
            if (program is not null)
                programs.Add(new ProgramNames(name, program, weightsByOffset, statesByOffset));
        }
    }

    public CompiledNetwork Network { get; }

    /// <summary>The class with the programs, without its namespace.</summary>
    public string Programs { get; }

    /// <summary>The same as the user's class names it.</summary>
    public string QualifiedPrograms => $"global::{Namespace}.{Programs}";

    /// <summary>Public constants with the lengths of a sample: those of inputs, then those of outputs.</summary>
    public IReadOnlyList<string> LengthConstants { get; }

    /// <summary>What the weights are called, in declaration order.</summary>
    public IReadOnlyList<string> Weights { get; }

    /// <summary>What the states are called, in declaration order.</summary>
    public IReadOnlyList<string> States { get; }

    public Interface Ports => Network.Forward.Interface;

    public IReadOnlyList<ProgramNames> AllPrograms => programs;

    /// <summary>The names of one of the programs: the very one, since to compare what programs consist of takes long.</summary>
    public ProgramNames Of(CompiledProgram program) => programs.First(names => names.IsOf(program));

    /// <summary>The constant with the offset of a value of straight-line code.</summary>
    public string PlaceOf(StraightLineValue value, CompiledProgram program) => value.Buffer switch
    {
        "parameters" => $"{ProgramNames.WeightPlaces}.{weightsByOffset[value.Offset]}",
        "states" => $"{ProgramNames.StatePlaces}.{statesByOffset[value.Offset]}",
        _ => $"{Of(program).Places}.{value.Name}",
    };

    /// <summary>
    /// A name that no other network's programs have: <c>Game_LeNet5Programs</c>. Where the user's own names have what stands for the
    /// dots, a hash tells them apart.
    /// </summary>
    private static string ProgramsClass(string hintName)
    {
        var plain = hintName.Replace('.', '_').Replace('-', '_');
        var isUnique = hintName.All(character => character is not ('_' or '-'));
        return plain + (isUnique ? "" : "_" + TypeNaming.Hash(hintName).ToString("x8", System.Globalization.CultureInfo.InvariantCulture)) + "Programs";
    }
}
