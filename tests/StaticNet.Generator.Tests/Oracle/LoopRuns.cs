using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Loops, step by step, and values that have steps: all samples of a step before the next step.</summary>
internal static class LoopRuns
{
    /// <summary>Runs a loop. Its values are left as those of all steps.</summary>
    public static void Run(Graph.Graph graph, Loop loop, Tensor?[] values, Bindings bindings)
    {
        var body = graph.Nodes.Where(node => node.Loop == loop).ToArray();
        foreach (var node in body)
        {
            // What all samples share is kept of each step as if steps were samples.
            values[node.Id] = node.Type.Batched
                ? new Tensor(node.Type with { Steps = loop.Steps }, bindings.Count)
                : new Tensor(node.Type with { Batched = true }, loop.Steps);
        }

        for (var t = loop.First; t >= 0 && t < loop.Steps; t += loop.Direction)
        {
            foreach (var node in body)
            {
                var result = node.Operation switch
                {
                    StepOf => Step(values[node.Inputs[0]]!, node.Type, t, bindings.Count),
                    PreviousState when t == loop.First => Outside(node.Inputs[0]),
                    PreviousState => Step(values[graph.NextOf(node).Id]!, node.Type, t - loop.Direction, bindings.Count),
                    _ => Interpreter.Evaluate(node, [.. node.Inputs.Select(Operand)], new Tensor(node.Type, bindings.Count), bindings),
                };
                result.Values.CopyTo(values[node.Id]!.Values, t * result.Values.Length);
            }

            Tensor Operand(int id) => graph[id].Loop is not null ? Step(values[id]!, graph[id].Type, t, bindings.Count) : Outside(id);
        }

        Tensor Outside(int id) => values[id] ??= graph[id].Operation.IsLeaf ? bindings.Find(graph[id])
            : Interpreter.Evaluate(graph[id], [.. graph[id].Inputs.Select(Outside)], new Tensor(graph[id].Type, bindings.Count), bindings);
    }

    private static Tensor Step(Tensor all, TensorType type, int step, int count)
    {
        var result = new Tensor(type with { Steps = 1 }, count);
        Array.Copy(all.Values, step * result.Values.Length, result.Values, 0, result.Values.Length);
        return result;
    }

    /// <summary>What tells steps apart.</summary>
    public static void Move(Operation operation, IReadOnlyList<Tensor> operands, Tensor result, int count)
    {
        var (from, to) = (operands[^1].Values, result.Values);
        switch (operation)
        {
            case ToSteps:
                Exchange(from, to, count, result.Type.Steps, result.Length);
                break;
            case FromSteps:
                Exchange(from, to, operands[0].Type.Steps, count, operands[0].Length);
                break;
            case PreviousSteps shift:
                var step = count * result.Length;
                var others = to.Length - step;
                operands[0].Values.CopyTo(to, shift.IsReversed ? others : 0);
                Array.Copy(from, shift.IsReversed ? step : 0, to, shift.IsReversed ? 0 : step, others);
                break;
            case PadSteps pad:
                from.CopyTo(to, pad.Before * count * result.Length);
                break;
            case SomeSteps some:
                Array.Copy(from, some.First * count * result.Length, to, 0, to.Length);
                break;
            case UnfoldSteps unfold:
                Unfold(unfold, operands[0].Length, result.Shape[0] / unfold.Kernel, result.Type.Steps, count, (step, window) => to[window] = from[step]);
                break;
            case FoldSteps fold:
                Unfold(fold.Window, result.Length, result.Shape[0], operands[0].Type.Steps, count, (step, window) => to[step] += from[window]);
                break;
            case SingleStep single:
                Array.Copy(from, single.Step * to.Length, to, 0, to.Length);
                break;
            case OnlyStep only:
                from.CopyTo(to, only.Step * from.Length);
                break;
            default:
                for (var i = 0; i < from.Length; i++)
                    to[i % to.Length] += from[i];
                break;
        }
    }

    /// <summary>Every element of every window, and the element of a step that it is.</summary>
    private static void Unfold(UnfoldSteps window, int length, int channels, int windows, int count, Action<int, int> pair)
    {
        var plane = length / channels;
        for (var t = 0; t < windows; t++)
        {
            for (var k = 0; k < window.Kernel; k++)
            {
                for (var i = 0; i < count * length; i++)
                {
                    var (n, c, p) = (i / length, i % length / plane, i % plane);
                    pair((((t * window.Stride) + (k * window.Dilation)) * count * length) + i,
                        (((t * count) + n) * length * window.Kernel) + (((c * window.Kernel) + k) * plane) + p);
                }
            }
        }
    }

    /// <summary>y[inner, outer] = x[outer, inner], of pieces of a length.</summary>
    private static void Exchange(double[] x, double[] y, int outer, int inner, int length)
    {
        for (var i = 0; i < outer * inner; i++)
            Array.Copy(x, i * length, y, ((i % inner * outer) + (i / inner)) * length, length);
    }
}
