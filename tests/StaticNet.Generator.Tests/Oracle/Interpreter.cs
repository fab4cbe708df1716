using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>
/// Runs a graph in double precision, node by node, by the definitions in the operations' own documentation: the reference for
/// gradient rules, passes and emitted kernels, with which it shares no code. Graphs before and after fusion and layout
/// assignment alike: layouts change where values lie, not what they are.
/// </summary>
internal static class Interpreter
{
    public static GraphValues Run(Graph.Graph graph, Bindings bindings) => Run(graph, bindings, _ => true);

    /// <summary>Outputs and loss alone, without gradients.</summary>
    public static GraphValues RunForward(Graph.Graph graph, Bindings bindings)
    {
        var wanted = new HashSet<int>(graph.Roots.Where(root => root.Kind is RootKind.Output or RootKind.Loss).Select(root => root.Node));
        foreach (var node in graph.Nodes.Reverse().Where(node => wanted.Contains(node.Id) || node.Loop is not null))
            wanted.UnionWith(node.Inputs);
        return Run(graph, bindings, wanted.Contains);
    }

    /// <summary>
    /// What the terms of a sum come to without their signs, element by element: what single precision rounds is theirs, however small
    /// they leave the sum. Null where a value is no sum.
    /// </summary>
    public static double[]? SumOfMagnitudes(Graph.Graph graph, GraphValues values, Node node)
    {
        while (node.Operation.IsAlias)
            node = graph[node.Inputs[0]];
        if (node.Operation is not (Reduce { Kind: ReduceKind.Sum } or DenseWeightGradient or ConvolutionWeightGradient) || node.Type.Batched)
            return null;
        var operands = node.Inputs.Select(input => values[graph[input]])
            .Select(operand => new Tensor(operand.Type, operand.Count, [.. operand.Values.Select(Math.Abs)])).ToArray();
        return Evaluate(node, operands, new Tensor(node.Type, 1), new Bindings(1)).Values;
    }

    private static GraphValues Run(Graph.Graph graph, Bindings bindings, Func<int, bool> isWanted)
    {
        var values = new Tensor?[graph.Nodes.Count];
        foreach (var node in graph.Nodes.Where(node => isWanted(node.Id) || node.Loop is not null))
        {
            if (node.Loop is not null)
            {
                if (values[node.Id] is null)
                    LoopRuns.Run(graph, node.Loop, values, bindings);
                continue;
            }

            var operands = node.Inputs.Select(input => values[input]!).ToArray();
            values[node.Id] = node.Operation.IsLeaf
                ? bindings.Find(node)
                : Evaluate(node, operands, new Tensor(node.Type, bindings.Count), bindings);
        }

        return new GraphValues(graph, values);
    }

    /// <summary>What a node makes of its operands.</summary>
    public static Tensor Evaluate(Node node, Tensor[] operands, Tensor result, Bindings bindings)
    {
        var operation = node.Operation;
        switch (operation)
        {
            case Contraction contraction:
                EvaluateContraction(contraction, node.Schedule.Algorithm, operands, result);
                Elementwise.ApplyEpilogue(contraction.Epilogue, operands, result);
                break;
            case DenseWeightGradient:
                DenseProducts.WeightGradient(operands[0], operands[1], result);
                break;
            case TransposeDenseWeights:
                DenseProducts.Transpose(operands[0], result);
                break;
            case ConvolutionWeightGradient gradient:
                Convolutions.WeightGradient(gradient, operands[0], operands[1], result);
                break;
            case TransposeConvolutionWeights transpose:
                Convolutions.TransposeWeights(transpose.Groups, operands[0], result);
                break;
            case WinogradWeights weights:
                WinogradConvolutions.Weights(weights.Tile, operands[0], result);
                break;
            case Map map:
                Elementwise.Map(map.Formula, operands, result);
                break;
            case Dropout dropout:
                Elementwise.Dropout(dropout, operands[0], result, bindings);
                break;
            case Reduce reduce:
                Reductions.Reduce(reduce, operands[0], result);
                break;
            case Softmax softmax:
                Reductions.Softmax(softmax.Axis, operands[0], result);
                break;
            case LogSoftmax softmax:
                Reductions.LogSoftmax(softmax.Axis, operands[0], result);
                break;
            case RowFormulas rows:
                Reductions.Rows(rows.Program, operands, result);
                break;
            case SoftmaxExponentials:
                CrossEntropies.Exponentials(operands[0], result);
                break;
            case CrossEntropy:
                CrossEntropies.Loss(operands[0], operands[1], operands[2], operands[3], result);
                break;
            case CrossEntropyGradient:
                CrossEntropies.Gradient(operands[0], operands[1], operands[2], result);
                break;
            case MaxPool pool:
                Poolings.Max(pool.Window, operands[0], result);
                break;
            case MaxPoolGradient pool:
                Poolings.MaxGradient(pool.Window, operands[0], operands[1], operands[2], result);
                break;
            case AveragePool pool:
                Poolings.Average(pool, operands[0], result);
                break;
            case AveragePoolGradient pool:
                Poolings.AverageGradient(pool, operands[0], result);
                break;
            case Concatenation concatenation:
                Movements.Concatenate(concatenation.Axis, operands, result);
                break;
            case Slice slice:
                Movements.Slice(slice, operands[0], result);
                break;
            case ToSteps or FromSteps or PreviousSteps or SingleStep or OnlyStep or ReduceSteps or SumOfSteps or PadSteps or SomeSteps or UnfoldSteps or FoldSteps:
                LoopRuns.Move(operation, operands, result, bindings.Count);
                break;
            case Pad pad:
                Movements.Pad(pad, operands[0], result);
                break;
            case Permute permute:
                Movements.Permute(permute.Axes, operands[0], result);
                break;
            case Embedding or GatherRows:
                Movements.Choose(operands[0], operands[1], result);
                break;
            case EmbeddingGradient gradient:
                Movements.ChooseGradient(operands[0], operands[1], result, gradient.ConstantRow);
                break;
            case GatherRowsGradient:
                Movements.ChooseGradient(operands[0], operands[1], result, null);
                break;
            case OneHot:
                Movements.Mark(operands[0], result);
                break;
            case ByMode:
                throw new InvalidOperationException("a graph runs in one mode or the other: see Simplify.ForMode");
            case Collect when operands[0].Values.Length < result.Values.Length:
                for (var i = 0; i < result.Values.Length; i++)
                    result.Values[i] = operands[0].Values[i % operands[0].Values.Length];
                break;
            case Reshape or ChangeLayout or Duplicate or Collect or NextState:
                operands[0].Values.CopyTo(result.Values, 0);
                break;
            default:
                throw new InvalidOperationException("the interpreter does not know " + operation.Describe());
        }

        if (operation.AddsTo >= 0)
        {
            var before = operands[operation.AddsTo].Values;
            for (var i = 0; i < before.Length; i++)
                result.Values[i] += before[i];
        }

        return result;
    }

    private static void EvaluateContraction(Contraction contraction, Algorithm? algorithm, Tensor[] operands, Tensor result)
    {
        switch (contraction)
        {
            case var _ when algorithm is WinogradAlgorithm winograd:
                WinogradConvolutions.Forward(winograd, operands[0], operands[1], result);
                break;
            case Dense:
                DenseProducts.Forward(operands[0], operands[1], result);
                break;
            case MatrixMultiplication:
                DenseProducts.Matrices(operands[0], operands[1], result);
                break;
            case Convolution convolution:
                Convolutions.Forward(convolution, operands[0], operands[1], result);
                break;
            case TransposedConvolution convolution:
                Convolutions.Transposed(convolution, operands[0], operands[1], result);
                break;
            default:
                throw new InvalidOperationException("the interpreter does not know " + contraction.Describe());
        }
    }
}
