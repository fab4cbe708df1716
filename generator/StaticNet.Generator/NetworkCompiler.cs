using System.Threading;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Passes.Schedules;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Programs.StraightLine;
using StaticNet.Generator.Support;

namespace StaticNet.Generator;

/// <summary>Compiles a declaration into C#: every stage, in the order in which data flows.</summary>
internal static class NetworkCompiler
{
    public static CompilationResult Compile(NetworkSpec spec, CancellationToken cancellation)
    {
        var diagnostics = new List<DiagnosticInfo>();
        var construction = GraphConstruction.Build(spec, diagnostics);
        EquatableArray<GeneratedFile>? files = null;
        try
        {
            if (construction.Graph is { } forward && Lower(spec, forward, diagnostics, cancellation) is { } network)
            {
                var names = new GeneratedNames(network);
                var conflicts = SurfaceMembers.FindConflicts(names).ToArray();
                diagnostics.AddRange(conflicts);
                if (conflicts.Length == 0)
                    files = NetworkSource.Write(names, cancellation);
            }
        }
        catch (OverflowException)
        {
            // All arithmetic on sizes is checked: no schedule has to foresee what copies, borders and blocks come to.
            diagnostics.Add(new DiagnosticInfo("SN0016", -1, null, EquatableArray<string>.Of(
                $"network '{spec.Name.TrimStart('@')}'", "places in its buffers would take more than 31 bits", "declare smaller layers, kernels, strides or paddings")));
        }

        return new CompilationResult(files ?? OutlineWriter.Write(spec, construction.Interface), diagnostics.ToEquatableArray());
    }

    /// <summary>What there is of a network that the compiler itself fails on: the outline, and the failure.</summary>
    public static CompilationResult Fail(NetworkSpec spec, Exception exception)
    {
        var files = EquatableArray<GeneratedFile>.Empty;
        try
        {
            files = OutlineWriter.Write(spec, GraphConstruction.Build(spec, new List<DiagnosticInfo>()).Interface);
        }
        catch (Exception second) when (second is not OperationCanceledException)
        {
            // The first failure is the one to report.
        }

        return new CompilationResult(files, EquatableArray<DiagnosticInfo>.Of(InternalError.Describe(spec.Name, exception)));
    }

    /// <summary>Everything but the text; null where a diagnostic says why not.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    /// <param name="cancellation">Asked between programs.</param>
    /// <param name="observe">Sees the graph of each program after each pass, for tests and snapshots.</param>
    /// <param name="choices">Schedules to take instead of the cost model's, for tests.</param>
    public static CompiledNetwork? Lower(
        NetworkSpec spec, List<DiagnosticInfo> diagnostics, CancellationToken cancellation, Action<string, string, Graph.Graph>? observe = null,
        ScheduleChoices? choices = null) =>
        GraphConstruction.Build(spec, diagnostics).Graph is { } forward ? Lower(spec, forward, diagnostics, cancellation, observe, choices) : null;

    private static CompiledNetwork? Lower(
        NetworkSpec spec, Graph.Graph forward, List<DiagnosticInfo> diagnostics, CancellationToken cancellation,
        Action<string, string, Graph.Graph>? observe = null, ScheduleChoices? choices = null)
    {
        observe?.Invoke("Network", "Construction", forward);

        // Programs differ in what is asked of the same graph; parameters have one layout and place for all of them.
        var withoutLoss = Only(forward, RootKind.Output, RootKind.StateUpdate);
        var hasBackward = spec.Purpose != Purpose.Inference;
        var hasModes = hasBackward && (withoutLoss.Nodes.Any(node => node.Operation is ByMode) || withoutLoss.Roots.Any(root => root.Kind == RootKind.StateUpdate));
        var atInference = Simplify.ForMode(Only(forward, RootKind.Output), Mode.Inference);
        var hasLoss = forward.Roots.Any(root => root.Kind == RootKind.Loss);
        var onlyLoss = hasLoss ? Only(forward, RootKind.Loss, RootKind.LossTerm) : null;
        var trainedLoss = hasLoss ? Simplify.ForMode(Only(forward, RootKind.Loss, RootKind.LossTerm, RootKind.StateUpdate), Mode.Training) : null;

        // Autodiff, simplification, schedules and fusion, program by program.
        var precision = spec.Precision;
        var schedules = choices ?? ScheduleChoices.OfModel;

        // What runs as straight-line code reads inputs where the caller has them.
        var isTiny = schedules.RunsStraight ?? StraightLineForward.IsTiny(atInference);
        var oneStep = Streaming.Find(spec, Only(forward, RootKind.Output));
        var isTinyStep = oneStep is not null && (schedules.RunsStraight ?? StraightLineForward.IsTiny(oneStep));
        var inference = Fuse("Inference", hasBackward ? Autodiff.OfOutputs(atInference) : atInference);
        var batch = ScheduleSelection.OverBatch(inference, spec.BatchCapacity, schedules);
        var training = hasModes ? Fuse("Training", Autodiff.OfOutputs(Simplify.ForMode(withoutLoss, Mode.Training))) : null;
        var step = trainedLoss is null ? null : Fuse("Step", Only(Autodiff.OfLoss(trainedLoss), RootKind.Loss, RootKind.LossTerm, RootKind.ParameterGradient, RootKind.StateUpdate));
        var evaluate = onlyLoss is null ? null : Fuse("Evaluate", Simplify.ForMode(onlyLoss, Mode.Inference));
        var stream = oneStep is null ? null : Fuse("Stream", oneStep);

        // Layouts, of parameters first: they are the same in all programs.
        var layouts = ParameterLayouts.Decide(new (Graph.Graph?, bool)[]
        {
            (inference, isTiny), (batch, false), (training, isTiny), (step, isTiny), (evaluate, isTiny), (stream, isTinyStep),
        });
        inference = Arrange("Inference", inference, isTiny)!;
        batch = Arrange("Batch", batch, runsStraight: false);
        training = Arrange("Training", training, isTiny);
        step = Arrange("Step", step, isTiny);
        evaluate = Arrange("Evaluate", evaluate, isTiny);
        stream = Arrange("Stream", stream, isTinyStep);

        // Inputs come in by the kernels that read them first, where every program of Forward can; what is tiny has no copies at all.
        if (!isTiny)
        {
            var entering = batch is null ? ScheduleSelection.Entering(inference, spec.BatchCapacity) : Array.Empty<int>();
            if (training is not null)
                entering = entering.Intersect(ScheduleSelection.Entering(training, spec.BatchCapacity)).ToArray();
            inference = Enter("Inference", inference, entering)!;
            training = Enter("Training", training, entering);
            step = Enter("Step", step, step is null ? Array.Empty<int>() : ScheduleSelection.Entering(step, spec.BatchCapacity));
            evaluate = Enter("Evaluate", evaluate, evaluate is null ? Array.Empty<int>() : ScheduleSelection.Entering(evaluate, spec.BatchCapacity));
        }

        // Memory and kernels.
        var parameters = PlaceParameters(forward, layouts);
        var offsets = parameters.Select(parameter => parameter.Offset).ToArray();
        if (parameters.Sum(parameter => (long)parameter.Parameter.Shape.Length) > SizeLimits.Elements)
            return TooLarge("parameters", parameters.Sum(parameter => (long)parameter.Parameter.Shape.Length), "fewer or narrower layers");
        var integers = forward.Interface.Inputs.Concat(forward.Interface.Targets).Where(port => port.IsInteger)
            .Select(port => port.Shape.LongLength * spec.BatchCapacity).DefaultIfEmpty(0).Max();
        if (integers > SizeLimits.Elements)
            return TooLarge("integers", integers, $"a smaller BatchCapacity than {spec.BatchCapacity}, or fewer of them a sample");
        var stateOffsets = PlaceStates(forward.Interface.States);
        var kernels = new KernelTable(spec.BatchCapacity);
        var programs = new[] { inference, training, step, evaluate, batch }
            .Select((graph, i) => graph is null ? null : Place(graph, keepsPrepared: i == 0, spec.BatchCapacity))
            .Append(stream is null ? null : Place(stream, keepsPrepared: false, capacity: 1)).ToArray();
        var plans = programs.OfType<CompiledProgram>().Select(program => program.Plan).ToArray();
        if (plans.Max(plan => plan.LargestBlock) is var largest && largest > schedules.ArenaLength)
            return TooLarge("largest value", largest, $"a smaller BatchCapacity than {spec.BatchCapacity}, or smaller layers");
        var arenas = Enumerable.Range(0, plans.Max(plan => plan.ArenaLengths.Count))
            .Select(i => plans.Max(plan => i < plan.ArenaLengths.Count ? plan.ArenaLengths[i] : 0)).ToArray();
        if (arenas.Sum() > SizeLimits.Workspace)
        {
            diagnostics.Add(new DiagnosticInfo("SN0016", -1, null, EquatableArray<string>.Of(
                $"network '{spec.Name}'", $"its workspace would take {arenas.Sum()} floats, more than {SizeLimits.Workspace} (8 GB)",
                $"declare a smaller BatchCapacity than {spec.BatchCapacity}, or smaller layers")));
            return null;
        }

        var prepared = programs[0]!.Plan.PreparedLength;
        if (prepared > SizeLimits.Elements)
            return TooLarge("transformed weights", prepared, "fewer or narrower convolutions, or Precision = Precision.Strict");
        var layers = forward.Nodes.Select(node => node.Origin.Layer).Distinct().ToArray();
        return new CompiledNetwork(
            spec, forward, parameters, programs[0]!, programs[1], programs[2], programs[3], kernels.InOrder(layers), arenas.Select(length => (int)length).ToArray())
        {
            States = forward.Interface.States.Zip(stateOffsets, (state, offset) => new PlacedParameter(state, offset, Layout.RowMajor(state.Shape))).ToArray(),
            Batch = programs[4],
            Stream = programs[5],
            StraightStream = isTinyStep ? StraightLineForward.TryCreate(programs[5]!, TierTable.For(spec.Target).Select(tier => tier.Target)) : null,
            StraightLine = isTiny ? StraightLineForward.TryCreate(programs[0]!, TierTable.For(spec.Target).Select(tier => tier.Target)) : null,
        };

        Graph.Graph Fuse(string program, Graph.Graph graph)
        {
            cancellation.ThrowIfCancellationRequested();
            graph = Observe(program, "Autodiff", graph);
            graph = LoopHoisting.Run(graph);
            graph = Observe(program, "Simplify", GradientAccumulation.Run(Simplify.Run(graph)));
            graph = Observe(program, "Schedules", ScheduleSelection.Choose(graph, spec.BatchCapacity, precision == Precision.Strict, schedules));
            return Observe(program, "Fusion", Fusion.Run(graph));
        }

        Graph.Graph? Arrange(string program, Graph.Graph? graph, bool runsStraight)
        {
            if (graph is null)
                return null;
            graph = LayoutAssignment.Run(graph, layouts, arrangesInputs: !runsStraight);
            return Observe(program, "Layout", runsStraight
                ? ScheduleSelection.Specialized(graph, spec.BatchCapacity)
                : ScheduleSelection.WithCompanions(graph, spec.BatchCapacity, leavesDirectly: !hasModes));
        }

        Graph.Graph? Enter(string program, Graph.Graph? graph, IReadOnlyList<int> inputs) =>
            graph is null || inputs.Count == 0 ? graph : Observe(program, "Entry", ScheduleSelection.WithEntries(graph, inputs));

        Graph.Graph Observe(string program, string pass, Graph.Graph result)
        {
            observe?.Invoke(program, pass, result);
            return result;
        }

        CompiledProgram Place(Graph.Graph graph, bool keepsPrepared, int capacity)
        {
            cancellation.ThrowIfCancellationRequested();

            // Inference runs again and again on the same weights; a training step has new ones every time.
            bool IsPrepared(Node node) => keepsPrepared && node.Operation is WinogradWeights && node.Origin.Phase == Phase.Forward
                && graph[node.Inputs[0]].Operation is NetworkParameter;
            var plan = MemoryPlan.Create(graph, capacity, offsets, stateOffsets, IsPrepared, node => kernels.Lower(graph, node).Kernel, schedules.ArenaLength);
            var calls = graph.Nodes.Where(node => node.Operation is { IsLeaf: false, IsAlias: false } && !node.Schedule.IsMadeByInput)
                .Select(node => new KernelCall(node, kernels.Lower(graph, node))).ToArray();
            return new CompiledProgram(graph, plan, calls)
            {
                OnlyForInputGradients = FindOnlyFor(graph, RootKind.InputGradient),
                OnlyForParameterGradients = FindOnlyFor(graph, RootKind.ParameterGradient),
            };
        }

        CompiledNetwork? TooLarge(string what, long elements, string remedy)
        {
            diagnostics.Add(new DiagnosticInfo("SN0016", -1, null, EquatableArray<string>.Of(
                $"network '{spec.Name}'", $"its {what} would take {elements} elements, more than the {SizeLimits.Elements} (2 GB) of one buffer", "declare " + remedy)));
            return null;
        }
    }

    private static Graph.Graph Only(Graph.Graph graph, params RootKind[] kinds) =>
        Simplify.RemoveUnused(graph with { Roots = graph.Roots.Where(root => kinds.Contains(root.Kind)).ToEquatableArray() });

    /// <summary>Tensors whose length is a multiple of a vector come first, so that most weights start on a cache line.</summary>
    private static IReadOnlyList<PlacedParameter> PlaceParameters(Graph.Graph forward, IReadOnlyDictionary<int, Layout> layouts)
    {
        var parameters = forward.Interface.Parameters;
        var offsets = new int[parameters.Count];
        var next = 0L;
        foreach (var index in Enumerable.Range(0, parameters.Count).OrderBy(i => parameters[i].Shape.Length % 16 == 0 ? 0 : 1))
        {
            offsets[index] = (int)Math.Min(next, SizeLimits.Elements);
            next += parameters[index].Shape.Length;
        }

        return parameters.Select((parameter, i) => new PlacedParameter(
            parameter, offsets[i], layouts.TryGetValue(i, out var layout) ? layout : Layout.RowMajor(parameter.Shape))).ToArray();
    }

    private static int[] PlaceStates(EquatableArray<Parameter> states)
    {
        var offsets = new int[states.Count];
        for (var i = 1; i < offsets.Length; i++)
            offsets[i] = offsets[i - 1] + states[i - 1].Shape.Length;
        return offsets;
    }

    /// <summary>Nodes that no root of another kind depends on.</summary>
    private static HashSet<int> FindOnlyFor(Graph.Graph graph, RootKind kind)
    {
        var others = graph with { Roots = graph.Roots.Where(root => root.Kind != kind).ToEquatableArray() };
        var needed = new HashSet<int>(others.Roots.Select(root => root.Node));
        for (var before = -1; before != needed.Count;)
        {
            before = needed.Count;
            foreach (var node in graph.Nodes.Reverse().Where(node => needed.Contains(node.Id)))
            {
                needed.UnionWith(node.Inputs);
                if (node.Operation is PreviousState)
                    needed.Add(graph.NextOf(node).Id);
            }
        }

        return new HashSet<int>(graph.Nodes.Where(node => !needed.Contains(node.Id)).Select(node => node.Id));
    }
}
