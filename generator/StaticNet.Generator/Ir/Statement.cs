using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ir;

/// <summary>A statement of a kernel's body.</summary>
internal abstract record Statement
{
    /// <summary><c>for (var v = From; v &lt;= To - Step; v += Step)</c>; continues an existing variable where From is null.</summary>
    public sealed record Loop(string Variable, IndexExpression? From, IndexExpression To, int Step, IReadOnlyList<Statement> Body) : Statement;

    /// <summary><c>if (Left &lt; Right)</c>.</summary>
    public sealed record If(IndexExpression Left, IndexExpression Right, IReadOnlyList<Statement> Body) : Statement;

    /// <summary>A block.</summary>
    public sealed record Scope(IReadOnlyList<Statement> Body) : Statement;

    /// <summary><c>ref float Name = ref base[Offset]</c>.</summary>
    public sealed record DeclareReference(string Name, string Base, IndexExpression Offset) : Statement;

    /// <summary>Moves a reference by <c>Offset</c> elements.</summary>
    public sealed record Advance(string Reference, IndexExpression Offset) : Statement;

    /// <summary>A local variable with its first value.</summary>
    public sealed record Declare(string Name, Expression Value) : Statement;

    /// <summary>A new value for a local variable.</summary>
    public sealed record Assign(string Name, Expression Value) : Statement;

    /// <summary>An integer local.</summary>
    public sealed record DeclareIndex(string Name, IndexExpression Value) : Statement;

    /// <summary>An integer local that is the larger (or smaller) of two.</summary>
    public sealed record DeclareIndexExtremum(string Name, bool Maximum, IndexExpression Left, IndexExpression Right) : Statement;

    /// <summary>An integer local <c>Dividend / Divisor</c>, of a dividend that is not negative.</summary>
    public sealed record DeclareIndexQuotient(string Name, IndexExpression Dividend, int Divisor) : Statement;

    /// <summary>An integer local that is 1 where two references are to different memory, and 0 where they are the same.</summary>
    public sealed record DeclareIsApart(string Name, string Reference, string Other) : Statement;

    /// <summary>An integer local read from a buffer of labels.</summary>
    public sealed record DeclareLabel(string Name, string Reference, IndexExpression Offset) : Statement;

    /// <summary>Writes the first <c>Count</c> lanes of a value to adjacent elements.</summary>
    public sealed record Store(string Reference, IndexExpression Offset, Expression Value, int Count) : Statement;

    /// <summary>Sets <c>Length</c> elements to zero.</summary>
    public sealed record Clear(string Reference, IndexExpression Offset, IndexExpression Length) : Statement;

    /// <summary>Copies <c>Length</c> adjacent elements.</summary>
    public sealed record Copy(string Target, IndexExpression TargetOffset, string Source, IndexExpression SourceOffset, IndexExpression Length)
        : Statement;

    /// <summary>Writes <c>Target[column * TargetStride + row] = Source[row * SourceStride + column]</c>.</summary>
    public sealed record Transpose(
        string Target, IndexExpression TargetOffset, int TargetStride, string Source, IndexExpression SourceOffset, int SourceStride,
        IndexExpression Rows, int Columns) : Statement;

    /// <summary>
    /// Brings <c>Samples</c> samples of <c>Length</c> elements, one after another, into blocks (<see cref="Graph.Layout.InBlocks"/>), or
    /// out of them where it <c>Leaves</c>.
    /// </summary>
    public sealed record CopyBlocks(
        bool Leaves, string Target, IndexExpression TargetOffset, string Source, IndexExpression SourceOffset, int Length, IndexExpression Samples) : Statement;

    /// <summary>Begins to fetch <c>Lines</c> cache lines from a reference on, which may lie outside of its buffer.</summary>
    public sealed record Prefetch(string Reference, int Lines) : Statement;

    /// <summary>A remark for the reader.</summary>
    public sealed record Comment(string Text) : Statement;
}
