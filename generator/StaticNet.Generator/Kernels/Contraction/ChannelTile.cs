using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Output channels that a tile works on together, whichever way they fill vectors: channels of one group, to which an input
/// is broadcast, or several groups (<see cref="GroupLanes"/>), over which inputs are spread.
/// </summary>
internal abstract class ChannelTile
{
    public abstract int Vectors { get; }

    public abstract int Lanes { get; }

    /// <summary>The tiles of all channels.</summary>
    public static IReadOnlyList<ChannelTile> Of(SimdTarget target, int groups, int inputs, WeightColumns weights)
    {
        if (GroupLanes.Find(target, groups, inputs, weights.Columns) is { } lanes)
            return lanes.Tiles(groups, 2).Select(tile => new OfSeveralGroups(lanes, tile)).ToArray();

        // Panels are walked one by one.
        var (runs, columns) = weights.InPanels ? (weights.Columns / WeightColumns.PanelWidth, WeightColumns.PanelWidth) : (groups, weights.Columns / groups);
        return ColumnPlan.Create(columns, target, target.Tier == Tier.Scalar ? 4 : 2, ColumnTail.Overlap)
            .Select(group => new OfOneGroup(group, runs, inputs / groups, columns, weights)).ToArray();
    }

    /// <summary>Loops over the tiles of this kind; the body receives the first input channel, and the first output channel.</summary>
    public abstract void Loop(Body body, Action<Body, IndexExpression, ColumnPlace> inner);

    /// <summary>The first output channel of a vector, relative to the tile's.</summary>
    public abstract int Output(int vector);

    /// <summary>How many lanes of a vector are stored.</summary>
    public abstract int Stored(int vector);

    /// <summary>What the weights of a vector are multiplied by.</summary>
    /// <param name="reference">Points to an input channel of the tile's first group.</param>
    /// <param name="offset">A pixel, relative to it.</param>
    /// <param name="vector">The vector.</param>
    public abstract Expression Factor(string reference, IndexExpression offset, int vector);

    /// <summary>Output channels of one group, or of one panel of weights.</summary>
    private sealed class OfOneGroup : ChannelTile
    {
        private readonly ColumnGroup columns;
        private readonly int runs;
        private readonly int inputs;
        private readonly int outputs;
        private readonly WeightColumns weights;

        public OfOneGroup(ColumnGroup columns, int runs, int inputs, int outputs, WeightColumns weights) =>
            (this.columns, this.runs, this.inputs, this.outputs, this.weights) = (columns, runs, inputs, outputs, weights);

        public override int Vectors => columns.Vectors.Count;

        public override int Lanes => columns.Vectors[0].Lanes;

        public override void Loop(Body body, Action<Body, IndexExpression, ColumnPlace> inner) =>
            body.Loop(weights.InPanels ? "panel" : "g", 0, runs, 1, (inRun, run) => columns.Loop(inRun, "c", (tile, c) => inner(tile, weights.InPanels ? 0 : run * inputs, new ColumnPlace(run * outputs, c))));

        public override int Output(int vector) => columns.Vectors[vector].Offset;

        public override int Stored(int vector) => columns.Vectors[vector].Count;

        public override Expression Factor(string reference, IndexExpression offset, int vector) =>
            Expression.LoadSplat(reference, offset, Lanes);
    }

    private sealed class OfSeveralGroups : ChannelTile
    {
        private readonly GroupLanes lanes;
        private readonly GroupTile tile;

        public OfSeveralGroups(GroupLanes lanes, GroupTile tile) => (this.lanes, this.tile) = (lanes, tile);

        public override int Vectors => tile.Vectors.Count;

        public override int Lanes => lanes.Lanes;

        public override void Loop(Body body, Action<Body, IndexExpression, ColumnPlace> inner) =>
            tile.Loop(body, (inTile, g) => inner(inTile, g * lanes.Inputs, new ColumnPlace(g * lanes.Outputs, 0)));

        public override int Output(int vector) => tile.Vectors[vector].Start * lanes.Outputs;

        public override int Stored(int vector) => tile.Vectors[vector].Groups * lanes.Outputs;

        public override Expression Factor(string reference, IndexExpression offset, int vector) =>
            lanes.Spread(reference, offset, tile.Vectors[vector]);
    }
}
