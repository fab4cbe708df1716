using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the list of all tensors of a network; those of repeated blocks as loops.</summary>
internal sealed class TensorsWriter
{
    private readonly CodeWriter writer;
    private readonly GeneratedNames names;

    public TensorsWriter(CodeWriter writer, GeneratedNames names)
    {
        this.writer = writer;
        this.names = names;
    }

    /// <summary>Numbers of the weights whose constants the list refers to.</summary>
    public static IEnumerable<int> NamedWeights(CompiledNetwork network) => TensorRuns.Of(network.Parameters).SelectMany(run => run.First);

    public void Write()
    {
        var (weights, states) = (names.Network.Parameters, names.Network.States);
        var runs = TensorRuns.Of(weights);
        if (runs.All(run => run.Count == 1))
        {
            writer.Line("internal static readonly global::StaticNet.TensorInfo[] Tensors =");
            writer.Line("{");
            writer.Indented(() =>
            {
                for (var i = 0; i < weights.Count; i++)
                    writer.Line(Weight(i) + ",");
                for (var i = 0; i < states.Count; i++)
                    writer.Line(State(i) + ",");
            });
            writer.Line("};");
            writer.Line();
            return;
        }

        writer.Line("internal static readonly global::StaticNet.TensorInfo[] Tensors = CreateTensors();");
        writer.Line();
        writer.Block("private static global::StaticNet.TensorInfo[] CreateTensors()", () =>
        {
            writer.Line($"var tensors = new global::System.Collections.Generic.List<global::StaticNet.TensorInfo>({Literals.Integer(weights.Count + states.Count)});");
            foreach (var run in runs)
            {
                if (run.Count == 1)
                    WriteRun(run, null);
                else
                    writer.Block($"for (int repetition = 0; repetition < {Literals.Integer(run.Count)}; repetition++)", () => WriteRun(run, run.Period));
            }

            for (var i = 0; i < states.Count; i++)
                writer.Line($"tensors.Add({State(i)});");
            writer.Line("return tensors.ToArray();");
        });
        writer.Line();

        void WriteRun(Repetition run, int? period)
        {
            foreach (var i in run.First)
                writer.Line($"tensors.Add({Weight(i, period)});");
        }
    }

    private string Weight(int index, int? period = null)
    {
        var placed = names.Network.Parameters[index];
        var kind = placed.Parameter.IsFrozen ? "Frozen" : "Parameter";
        var place = $"{ProgramNames.WeightPlaces}.{names.Weights[index]}";
        if (period is null)
            return Tensor(kind, placed, Literals.Text(placed.Parameter.Name), place);
        var next = names.Network.Parameters[index + period.Value];
        return Tensor(kind, placed, Name(placed.Parameter.Name, next.Parameter.Name), place + RepeatedLocals.Further(next.Offset - placed.Offset));
    }

    private string State(int index)
    {
        var placed = names.Network.States[index];
        return Tensor("State", placed, Literals.Text(placed.Parameter.Name), $"{ProgramNames.StatePlaces}.{names.States[index]}");
    }

    /// <summary>The name in each repetition: <c>"0." + repetition + ".weight"</c>.</summary>
    private static string Name(string first, string second)
    {
        var differences = TensorRuns.NameDifferences(first, second)!;
        var parts = first.Split('.').Select((part, i) => differences[i] == 0 ? part : "\" + " + Number(part, differences[i]) + " + \"");
        return ("\"" + string.Join(".", parts) + "\"").Replace("\"\" + ", "").Replace(" + \"\"", "");
    }

    private static string Number(string first, long difference) => first == "0" && difference == 1 ? "repetition"
        : "(" + first + RepeatedLocals.Further(difference).Replace("(1 * repetition)", "repetition") + ")";

    private static string Tensor(string kind, PlacedParameter placed, string name, string place)
    {
        var initialization = placed.Parameter.Initialization;
        var (begin, end) = initialization.ZeroRow is { } row ? ("global::StaticNet.Runtime.Tensors.WithZeroRow(", $", {Literals.Integer(row)})") : ("", "");
        return $"{begin}global::StaticNet.Runtime.Tensors.{kind}({name}, {place}, {InstanceWriter.Array(placed.Parameter.Shape.Dimensions)}, "
            + $"{InstanceWriter.Array(placed.Layout.Grid.Dimensions)}, {InstanceWriter.Array(placed.Layout.Strides())}, "
            + $"global::StaticNet.Initializer.{initialization.Initializer}, {Literals.Float((float)initialization.Scale)}, {initialization.FanIn}, {initialization.FanOut}){end}";
    }
}
