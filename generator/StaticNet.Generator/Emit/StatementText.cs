using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Kernel statements as C#.</summary>
internal sealed class StatementText
{
    /// <summary>Sums that begin with zero, in one line.</summary>
    private const int MostZeros = 7;

    private readonly CodeWriter writer;
    private readonly ExpressionText expressions;
    private int partialStores;

    public StatementText(CodeWriter writer, ExpressionText expressions)
    {
        this.writer = writer;
        this.expressions = expressions;
    }

    public void Write(IReadOnlyList<Statement> statements)
    {
        // A block that fills its parent needs no braces of its own.
        while (statements.Count == 1 && statements[0] is Statement.Scope only)
            statements = only.Body;
        for (var i = 0; i < statements.Count; i++)
        {
            var lanes = LanesOfZero(statements[i]);
            var end = i + 1;
            while (lanes > 0 && end < statements.Count && end - i < MostZeros && LanesOfZero(statements[end]) == lanes)
                end++;
            if (end - i == 1)
            {
                Write(statements[i]);
                continue;
            }

            var zero = lanes == 1 ? "0f" : "default";
            var names = Enumerable.Range(i, end - i).Select(at => $"{((Statement.Declare)statements[at]).Name} = {zero}");
            writer.Line($"{ExpressionText.TypeOf(lanes)} {string.Join(", ", names)};");
            i = end - 1;
        }
    }

    /// <summary>Lanes of a local that begins with (positive) zero; 0 of any other statement.</summary>
    private static int LanesOfZero(Statement statement) =>
        statement is Statement.Declare { Value: Expression.Literal { Value: 0 } literal } && BitConverter.GetBytes(literal.Value)[3] == 0 ? literal.Lanes : 0;

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Statement.Loop loop:
                writer.Block(Heading(loop), () => Write(loop.Body));
                break;
            case Statement.If condition:
                writer.Block($"if ({condition.Left} < {condition.Right})", () => Write(condition.Body));
                break;
            case Statement.Scope scope:
                writer.Block("", () => Write(scope.Body));
                break;
            case Statement.DeclareReference declare:
                writer.Line($"ref float {declare.Name} = ref {ExpressionText.Element(declare.Base, declare.Offset)};");
                break;
            case Statement.Advance advance:
                writer.Line($"{advance.Reference} = ref Unsafe.Add(ref {advance.Reference}, {advance.Offset});");
                break;
            case Statement.Declare declare:
                writer.Line($"{ExpressionText.TypeOf(declare.Value.Lanes)} {declare.Name} = {expressions.Write(declare.Value)};");
                break;
            case Statement.Assign assign:
                writer.Line($"{assign.Name} = {expressions.Write(assign.Value)};");
                break;
            case Statement.DeclareIndex declare:
                writer.Line($"int {declare.Name} = {declare.Value};");
                break;
            case Statement.DeclareIndexExtremum declare:
                writer.Line($"int {declare.Name} = Math.{(declare.Maximum ? "Max" : "Min")}({declare.Left}, {declare.Right});");
                break;
            case Statement.DeclareIndexQuotient declare:
                writer.Line($"int {declare.Name} = ({declare.Dividend}) / {Literals.Integer(declare.Divisor)};");
                break;
            case Statement.DeclareIsApart declare:
                writer.Line($"int {declare.Name} = Unsafe.AreSame(ref {declare.Reference}, ref {declare.Other}) ? 0 : 1;");
                break;
            case Statement.DeclareLabel label:
                writer.Line($"int {label.Name} = {ExpressionText.Element(label.Reference, label.Offset)};");
                break;
            case Statement.Store store:
                WriteStore(store);
                break;
            case Statement.Clear clear:
                writer.Line($"MemoryMarshal.CreateSpan(ref {ExpressionText.Element(clear.Reference, clear.Offset)}, {clear.Length}).Clear();");
                break;
            case Statement.Copy copy:
                writer.Line($"MemoryMarshal.CreateSpan(ref {ExpressionText.Element(copy.Source, copy.SourceOffset)}, {copy.Length})");
                writer.Indented(() => writer.Line(
                    $".CopyTo(MemoryMarshal.CreateSpan(ref {ExpressionText.Element(copy.Target, copy.TargetOffset)}, {copy.Length}));"));
                break;
            case Statement.Transpose transpose:
                writer.Line($"global::StaticNet.Runtime.Transposition.Run(ref {ExpressionText.Element(transpose.Source, transpose.SourceOffset)}, {transpose.SourceStride}, "
                    + $"ref {ExpressionText.Element(transpose.Target, transpose.TargetOffset)}, {transpose.TargetStride}, {transpose.Rows}, {transpose.Columns});");
                break;
            case Statement.CopyBlocks copy:
                writer.Line($"global::StaticNet.Runtime.SampleBlocks.{(copy.Leaves ? "Leave" : "Enter")}(ref {ExpressionText.Element(copy.Source, copy.SourceOffset)}, "
                    + $"ref {ExpressionText.Element(copy.Target, copy.TargetOffset)}, {copy.Length}, {copy.Samples});");
                break;
            case Statement.Prefetch prefetch:
                writer.Line($"global::StaticNet.Runtime.Cache.Prefetch(ref {prefetch.Reference}, lines: {Literals.Integer(prefetch.Lines)});");
                break;
            case Statement.Comment comment:
                writer.Line("// " + comment.Text);
                break;
            default:
                throw new InvalidOperationException("unknown statement " + statement.GetType().Name);
        }
    }

    private void WriteStore(Statement.Store store)
    {
        var target = ExpressionText.Element(store.Reference, store.Offset);
        if (store.Value.Lanes == 1)
        {
            writer.Line($"{target} = {expressions.Write(store.Value)};");
            return;
        }

        if (store.Count == store.Value.Lanes)
        {
            writer.Line($"{expressions.WritePrimary(store.Value)}.StoreUnsafe(ref {target});");
            return;
        }

        // Only the first lanes exist: halves, then pairs.
        if (store.Value is Expression.Local local)
        {
            WriteLanes(local.Name, local.Lanes, store.Count, store);
            return;
        }

        var name = "part" + Literals.Integer(partialStores++);
        writer.Line($"{ExpressionText.TypeOf(store.Value.Lanes)} {name} = {expressions.Write(store.Value)};");
        WriteLanes(name, store.Value.Lanes, store.Count, store);
    }

    private void WriteLanes(string vector, int lanes, int count, Statement.Store store, int done = 0)
    {
        var target = ExpressionText.Element(store.Reference, store.Offset + done);
        if (count == lanes)
        {
            writer.Line($"{vector}.StoreUnsafe(ref {target});");
        }
        else if (lanes > 4)
        {
            var half = lanes / 2;
            WriteLanes(vector + ".GetLower()", half, Math.Min(count, half), store, done);
            if (count > half)
                WriteLanes(vector + ".GetUpper()", half, count - half, store, done + half);
        }
        else
        {
            if (count >= 2)
                writer.Line($"Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref {target}), {vector}.AsDouble().ToScalar());");
            if (count == 1)
                writer.Line($"{target} = {vector}.ToScalar();");
            else if (count == 3)
                writer.Line($"{ExpressionText.Element(store.Reference, store.Offset + (done + 2))} = {vector}.GetElement(2);");
        }
    }

    private static string Heading(Statement.Loop loop)
    {
        var variable = loop.Variable;
        var start = loop.From is null ? "" : $"int {variable} = {loop.From}";
        var condition = loop.Step == 1 ? $"{variable} < {loop.To}" : $"{variable} <= {loop.To - loop.Step}";
        var step = loop.Step == 1 ? $"{variable}++" : $"{variable} += {Literals.Integer(loop.Step)}";
        return $"for ({start}; {condition}; {step})";
    }
}
