using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Kernels.Rows;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Merges maps and reductions of the same rows into one kernel each (<see cref="RowFormulas"/>). Softmax, normalisations and their
/// gradients come out of it, whoever wrote them down. What several kernels need of a row is computed by each of them, unless it takes
/// long: a row is in the nearest cache, and its mean costs less than a value more to keep.
/// </summary>
internal sealed class RowFusion
{
    private const int OperandLimit = 8;
    private const int OperationLimit = 64;

    /// <summary>Values that are looked at for one kernel: it bounds how deep formulas go as well.</summary>
    private const int NodeLimit = 64;

    /// <summary>Values between one and where all that it becomes part of meets, at the most.</summary>
    private const int LongestWay = 32;

    private readonly Graph.Graph graph;
    private readonly int[] uses;

    /// <summary>Values that are in memory whatever is merged.</summary>
    private readonly bool[] isKept;
    private readonly ILookup<int, Node> readers;

    private RowFusion(Graph.Graph graph)
    {
        this.graph = graph;
        uses = graph.CountUses();
        readers = graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        isKept = new bool[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not Map and not Reduce { Batch: false })
            {
                isKept[node.Id] = true;
                foreach (var input in node.Inputs)
                    isKept[input] = true;
            }
        }

        foreach (var root in graph.Roots)
            isKept[root.Node] = true;
        KeepWhatIsCostly();
    }

    /// <summary>
    /// What takes long to compute and is read by several kernels is computed once. Several readers of one kernel are no reason: there, such a
    /// value waits where the result is going to be.
    /// </summary>
    private void KeepWhatIsCostly()
    {
        var isCostly = new bool[graph.Nodes.Count];
        var isOnePerRow = new bool[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not Map and not Reduce { Batch: false } || isKept[node.Id])
                continue;
            isOnePerRow[node.Id] = node.Operation is Reduce
                || (node.Inputs.Count > 0 && node.Inputs.All(input => isOnePerRow[input] || graph[input].Shape.Length == 1));
            isCostly[node.Id] = (!isOnePerRow[node.Id] && IsCostlyByItself(node)) || node.Inputs.Any(input => isCostly[input] && !isKept[input]);
            if (isCostly[node.Id] && uses[node.Id] > 1 && !MeetAgain(node))
                isKept[node.Id] = true;
        }
    }

    /// <summary>Whether all that a value becomes part of becomes part of one value again, with nothing kept on the way.</summary>
    private bool MeetAgain(Node node)
    {
        // The first of those that are left cannot be where all meet, as long as there are others.
        var left = new SortedSet<int>(readers[node.Id].Select(reader => reader.Id));
        for (var steps = 0; left.Count > 1; steps++)
        {
            var first = left.Min;
            if (isKept[first] || steps == LongestWay)
                return false;
            left.Remove(first);
            left.UnionWith(readers[first].Select(reader => reader.Id));
        }

        return true;
    }

    /// <summary>Whether a formula has functions, or divisions by more than one number a row.</summary>
    private bool IsCostlyByItself(Node node) => node.Operation is Map map && Subexpressions.Of(new[] { map.Formula }).Any(part => part switch
    {
        Unary unary => !unary.Operator.Row().IsCheap,
        Binary { Operator: BinaryOperator.Divide } division => division.Right.Inputs.Any(input => graph[node.Inputs[input]].Type == node.Type),
        _ => false,
    });

    public static Graph.Graph Run(Graph.Graph graph) => graph.Nodes.Any(node => node.Operation is Reduce { Batch: false })
        ? Simplify.RemoveUnused(new RowFusion(graph).Run())
        : graph;

    private Graph.Graph Run()
    {
        // From the end: what is merged into its readers is needed by nobody else.
        var merged = new (RowFormulas Operation, int[] Inputs, Origin Origin)?[graph.Nodes.Count];
        var isNeeded = new bool[graph.Nodes.Count];
        foreach (var root in graph.Roots)
            isNeeded[root.Node] = true;
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!isNeeded[node.Id] && !node.Operation.IsLeaf)
                continue;
            merged[node.Id] = new Group(this, node).Merge();
            foreach (var input in merged[node.Id]?.Inputs ?? node.Inputs.ToArray())
                isNeeded[input] = true;
        }

        return Simplify.RewriteWithNumbers(graph, (builder, node, renumbered) => merged[node.Id] is { } rows
            ? builder.Copy(node with { Operation = rows.Operation, Origin = rows.Origin }, rows.Inputs.Select(input => renumbered[input]))
            : builder.Copy(node, node.Inputs.Select(input => renumbered[input])));
    }

    /// <summary>The node whose value is wanted, and all that is merged into it.</summary>
    private sealed class Group(RowFusion fusion, Node root)
    {
        private readonly List<int> operands = new();
        private readonly List<(ReduceKind Kind, Formula Term)> reductions = new();
        private readonly Dictionary<int, Formula> known = new();
        private readonly HashSet<int> withReductions = new();
        private TensorType rows = null!;
        private EquatableArray<int> axes;
        private int kept = -1;
        private Formula? keptFormula;
        private readonly Dictionary<int, bool> dependent = new();
        private int mergedNodes;
        private int visitedNodes;

        /// <summary>What formulas call reductions and the kept value until all operands are known.</summary>
        private const int FirstReduction = 1000;
        private const int KeptValue = 2000;

        private Graph.Graph Graph => fusion.graph;

        public (RowFormulas Operation, int[] Inputs, Origin Origin)? Merge()
        {
            if (root.Operation is not (Map or Reduce { Batch: false }) || FindRows() is not { Operation: Reduce reduce } first)
                return null;
            rows = Graph[first.Inputs[0]].Type;
            axes = reduce.Axes;
            var narrow = rows with { Shape = rows.Shape.Reduce(axes.ToArray()) };
            if (narrow == rows || (root.Type != rows && root.Type != narrow))
                return null;
            if (FormulaOf(root.Id, isRoot: true) is not { } result || reductions.Count == 0 || mergedNodes < 2 || operands.Count is 0 or > OperandLimit)
                return null;
            var types = operands.Select(operand => Graph[operand].Type).ToArray();
            if (!RowAxes.Suits(types, rows, axes, Layout.RowMajor(rows.Shape)))
                return null;

            var all = operands.Count;
            var count = reductions.Count;
            Formula Number(Formula formula) => formula.Substitute(i => new Input(i >= KeptValue ? all + count : i >= FirstReduction ? all + i - FirstReduction : i)).Simplify();
            var program = new RowProgram(
                rows, axes, all, reductions.Select(reduction => new RowReduction(reduction.Kind, Number(reduction.Term))).ToEquatableArray(),
                keptFormula is null ? null : Number(keptFormula), Number(result), IsOnePerRow: root.Type == narrow);
            var formulas = program.Reductions.Select(reduction => reduction.Term).Append(program.Result).Concat(program.Kept is { } waiting ? new[] { waiting } : Array.Empty<Formula>());
            if (formulas.Sum(formula => formula.OperationCount) > OperationLimit || (program.Kept is not null && program.FirstOfKept < 0))
                return null;
            return (new RowFormulas(program), operands.ToArray(), FindOrigin());
        }

        /// <summary>The layer of the reductions where the root is no part of one: the sum of gradients that a value receives.</summary>
        private Origin FindOrigin()
        {
            var origins = withReductions.Append(root.Id).OrderBy(id => id).Select(id => Graph[id]).Where(node => node.Operation is Reduce)
                .Select(node => node.Origin).Where(origin => origin.Phase == root.Origin.Phase).ToArray();
            return origins.Length == 0 || origins.Contains(root.Origin) ? root.Origin : origins[origins.Length - 1];
        }

        /// <summary>The reduction that says what rows are: the last of those that the root depends on.</summary>
        private Node? FindRows()
        {
            var node = root;
            for (var depth = 0; depth < 16; depth++)
            {
                if (node.Operation is Reduce { Batch: false })
                    return node;
                if (node.Operation is not Map || node.Inputs.Count == 0)
                    return null;
                var reduction = node.Inputs.Select(input => Graph[input]).LastOrDefault(input => input.Operation is Reduce { Batch: false });
                if (reduction is not null)
                    return reduction;
                var next = node.Inputs.Select(input => Graph[input]).LastOrDefault(input => input.Operation is Map && !fusion.isKept[input.Id]);
                if (next is null)
                    return null;
                node = next;
            }

            return null;
        }

        /// <summary>A value as a formula of operands and reductions; null where there would be too many.</summary>
        private Formula? FormulaOf(int id, bool isRoot = false)
        {
            if (known.TryGetValue(id, out var formula))
                return formula;
            formula = (isRoot || !fusion.isKept[id] ? Merged(Graph[id], isRoot) : null) ?? Operand(id);
            known[id] = formula;
            return formula;
        }

        private Formula Operand(int id)
        {
            var at = operands.IndexOf(id);
            if (at < 0)
            {
                at = operands.Count;
                operands.Add(id);
            }

            return new Input(at);
        }

        /// <summary>The formula of a node that is computed here; null where it is better read from memory.</summary>
        private Formula? Merged(Node node, bool isRoot)
        {
            if (node.Loop != root.Loop || ++visitedNodes > NodeLimit)
                return null;
            if (!isRoot && (node.Origin.Phase == Phase.Backward) != (root.Origin.Phase == Phase.Backward) && ReadsStates(node))
                return null;
            switch (node.Operation)
            {
                case Reduce { Batch: false } reduce when reduce.Axes == axes && Graph[node.Inputs[0]].Type == rows:
                    if (FormulaOf(node.Inputs[0]) is not { } term)
                        return null;
                    mergedNodes++;
                    withReductions.Add(node.Id);
                    reductions.Add((reduce.Kind, term));
                    return new Input(FirstReduction + reductions.Count - 1);
                case Map map when MayMerge(node, map, isRoot):
                    var inputs = node.Inputs.Select(input => FormulaOf(input)).ToArray();
                    if (inputs.Any(input => input is null))
                        return null;
                    if (node.Inputs.Any(withReductions.Contains))
                        withReductions.Add(node.Id);
                    mergedNodes++;
                    var formula = map.Formula.Substitute(i => inputs[i]!);
                    if (kept != node.Id)
                        return formula;
                    keptFormula = formula;
                    return new Input(KeptValue);
                default:
                    return null;
            }
        }

        /// <summary>
        /// Cheap formulas are computed wherever they are read; of the others one may wait where the result is going to be. What depends on
        /// no reduction is in memory if others read it.
        /// </summary>
        private bool MayMerge(Node node, Map map, bool isRoot)
        {
            if (isRoot)
                return true;
            if (!Broadcasts(node.Type))
                return false;
            var dependsOnRows = DependsOnReduction(node, NodeLimit);
            if (!dependsOnRows && fusion.uses[node.Id] > 1 && !fusion.MeetAgain(node))
                return false;
            if (node.Type != rows || fusion.uses[node.Id] == 1 || !fusion.IsCostlyByItself(node))
                return true;
            if (kept >= 0 || root.Type != rows)
                return false;
            kept = node.Id;
            return true;
        }

        /// <summary>Whether a value has an element for each of a row's, or for each row.</summary>
        private bool Broadcasts(TensorType type) => type == rows || type == (rows with { Shape = rows.Shape.Reduce(axes.ToArray()) });

        private bool DependsOnReduction(Node node, int depth)
        {
            if (!dependent.TryGetValue(node.Id, out var depends))
            {
                depends = depth > 0 && node.Inputs.Select(input => Graph[input]).Any(input => !fusion.isKept[input.Id]
                    && ((input.Operation is Reduce { Batch: false } reduce && reduce.Axes == axes && Graph[input.Inputs[0]].Type == rows)
                        || (input.Operation is Map && DependsOnReduction(input, depth - 1))));
                dependent.Add(node.Id, depends);
            }

            return depends;
        }

        /// <summary>A state has changed when the backward pass runs.</summary>
        private bool ReadsStates(Node node) => node.Inputs.Any(input => Graph[input].Operation is NetworkState);
    }
}
