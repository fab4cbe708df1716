using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A column as the first of a panel and one counted from there; any other is the first of its own.</summary>
internal readonly record struct ColumnPlace(IndexExpression Panel, IndexExpression Within)
{
    public IndexExpression Column => Panel + Within;
}

/// <summary>
/// How the columns of a weight matrix lie: side by side, <c>[depth][columns]</c>, or in panels of sixteen,
/// <c>[columns / 16][depth][16]</c>. A tile walks down the depth over some columns only: in a panel it reads memory in order, where
/// side by side it would touch one cache line of every row, and rows whose length is a power of two fall on few sets of the cache.
/// </summary>
/// <param name="Columns">All columns.</param>
/// <param name="Depth">Rows of the matrix.</param>
/// <param name="InPanels">Whether they lie in panels.</param>
internal sealed record WeightColumns(int Columns, int Depth, bool InPanels)
{
    /// <summary>Columns of a panel: a cache line, and a whole number of vectors in every tier.</summary>
    public const int PanelWidth = 16;

    /// <summary>From one row of the matrix to the next where they are apart: a part of a larger value; 0 where they follow each other.</summary>
    public int Apart { get; init; }

    /// <summary>From one row of the matrix to the next.</summary>
    public int RowStride => InPanels ? PanelWidth : Apart > 0 ? Apart : Columns;

    /// <summary>As text for comments: <c>[784][128]</c>.</summary>
    public string Text => InPanels ? $"[{Columns / PanelWidth}][{Depth}][{PanelWidth}], panels of {PanelWidth} columns" : $"[{Depth}][{Columns}]";

    /// <summary>Whether so many columns are laid out in panels. A single panel is the same either way.</summary>
    public static bool Suits(int columns) => columns % PanelWidth == 0 && columns > PanelWidth;

    /// <summary>The matrix that lies in a layout whose columns are the innermost axis, or the outermost and the innermost.</summary>
    public static WeightColumns Of(Layout layout, int depth, int columns) => new(columns, depth,
        columns > PanelWidth && layout.Grid[layout.Order[layout.Order.Count - 1]] == PanelWidth);

    /// <summary>Splits the axis of the columns, which is the innermost, into panels (outermost) and columns of a panel.</summary>
    public static Layout Split(Layout layout)
    {
        var columns = layout.Order[layout.Order.Count - 1];
        var grid = layout.Grid.Dimensions.ToList();
        grid[columns] /= PanelWidth;
        grid.Insert(columns + 1, PanelWidth);
        var order = layout.Order.Take(layout.Order.Count - 1).Select(axis => axis > columns ? axis + 1 : axis);
        return new Layout(Shape.Of(grid.ToArray()), new[] { columns }.Concat(order).Concat(new[] { columns + 1 }).ToEquatableArray());
    }

    /// <summary>
    /// The layout of a convolution's weights (O, I / groups, KH, KW): [KH][KW][I][O], in panels of sixteen output channels where they
    /// divide. Groups keep their channels side by side.
    /// </summary>
    public static Layout ForConvolution(Shape weights, int groups)
    {
        var sideBySide = new Layout(weights, EquatableArray<int>.Of(2, 3, 1, 0));
        return groups == 1 && Suits(weights[0]) ? Split(sideBySide) : sideBySide;
    }

    /// <summary>
    /// The layout of a dense layer's weights (O, I) for an input that lies as <paramref name="input"/>: [I in its order][O], or the same in
    /// panels of sixteen outputs where they divide.
    /// </summary>
    public static Layout ForDense(int outputs, Layout input)
    {
        var sideBySide = new Layout(
            Shape.Of(new[] { outputs }.Concat(input.Grid.Dimensions).ToArray()),
            input.Order.Select(axis => axis + 1).Concat(new[] { 0 }).ToEquatableArray());
        return Suits(outputs) ? Split(sideBySide) : sideBySide;
    }

    /// <summary>Where a column begins, relative to one that starts a panel (or any, side by side).</summary>
    public int Offset(int column) => InPanels ? (column / PanelWidth * Depth * PanelWidth) + (column % PanelWidth) : column;

    /// <summary>Where a column of this matrix begins.</summary>
    public IndexExpression Start(ColumnPlace place) => InPanels ? (place.Panel * Depth) + place.Within : place.Column;

    /// <summary>Writes a loop over the groups of vectors that a tile works on together.</summary>
    /// <param name="body">Receives the loops.</param>
    /// <param name="target">The tier.</param>
    /// <param name="groupSize">Vectors of a group at the most.</param>
    /// <param name="tail">What becomes of columns that do not fill a vector.</param>
    /// <param name="inner">The loop's body: the group, and which column it begins with.</param>
    public void Loop(Body body, SimdTarget target, int groupSize, ColumnTail tail, Action<Body, ColumnGroup, ColumnPlace> inner)
    {
        if (IsWalkedByPanel(target, groupSize, tail))
        {
            body.Loop("panel", 0, Columns, PanelWidth, (inPanel, panel) =>
                WriteGroups(inPanel, (inGroup, group, c) => inner(inGroup, group, new ColumnPlace(panel, c))));
        }
        else
        {
            WriteGroups(body, (inGroup, group, c) => inner(inGroup, group, new ColumnPlace(c, 0)));
        }

        void WriteGroups(Body scope, Action<Body, ColumnGroup, IndexExpression> write)
        {
            foreach (var group in Groups(target, groupSize, tail))
            {
                group.Loop(scope, "c", (inGroup, c) => write(inGroup, group, c));
            }
        }
    }

    /// <summary>The groups that <see cref="Loop"/> walks over, of one panel where it walks by panel.</summary>
    public IReadOnlyList<ColumnGroup> Groups(SimdTarget target, int groupSize, ColumnTail tail) =>
        ColumnPlan.Create(IsWalkedByPanel(target, groupSize, tail) ? PanelWidth : Columns, target, groupSize, tail, mayRepeat: !InPanels);

    /// <summary>Groups that are not whole panels would begin in the middle of one.</summary>
    public bool IsWalkedByPanel(SimdTarget target, int groupSize, ColumnTail tail) =>
        InPanels && ColumnPlan.Create(Columns, target, groupSize, tail).Any(group => group.Step % PanelWidth != 0
            || group.Vectors.Any(vector => (vector.Offset % PanelWidth) + vector.Lanes > PanelWidth));
}
