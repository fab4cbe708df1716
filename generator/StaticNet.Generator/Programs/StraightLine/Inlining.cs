using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>
/// Copies kernels into one body for one sample: with <c>count</c> known, most indices are constants, short loops are written
/// out, and references are followed to the value that they point into.
/// </summary>
/// <remarks>
/// The walk executes what is known at compile time and emits the rest. What is known of a name is what was said of it last,
/// so that blocks need no treatment of their own; everything emitted has a name of its own and lies in the outermost block,
/// or in that of a loop that remains.
/// </remarks>
internal sealed class Inlining
{
    private readonly int writtenOut;

    /// <summary>Which reference of the kernel each emitted one is: others may only point into the same value.</summary>
    private readonly Dictionary<string, string> movers = new(StringComparer.Ordinal);
    private LocalNames names;
    private string prefix = "";
    private Dictionary<string, IndexExpression> indices = new(StringComparer.Ordinal);
    private Dictionary<string, (string Base, IndexExpression Offset)> references = new(StringComparer.Ordinal);
    private Dictionary<string, string> locals = new(StringComparer.Ordinal);

    /// <param name="names">Names of the method.</param>
    /// <param name="writtenOut">Bytes of IL that a loop may become when it is written out.</param>
    public Inlining(LocalNames names, int writtenOut) => (this.names, this.writtenOut) = (names, writtenOut);

    /// <summary>The values that emitted references point into: loops that remain move references of their own.</summary>
    public Dictionary<string, string> Moving { get; } = new(StringComparer.Ordinal);

    /// <param name="kernel">The body of a kernel.</param>
    /// <param name="values">The value that each of its parameters stands for.</param>
    /// <param name="result">The value that it makes, which its locals are named after.</param>
    /// <param name="output">Receives its statements.</param>
    public void Add(Body kernel, IReadOnlyDictionary<string, string> values, string result, Body output)
    {
        indices = new(StringComparer.Ordinal) { ["count"] = 1 };
        locals = new(StringComparer.Ordinal);
        references = new(StringComparer.Ordinal);
        prefix = result.TrimStart('@') + "_";
        foreach (var value in values)
            references[value.Key] = (value.Value, 0);
        Write(kernel.Statements, output);
    }

    private void Write(IReadOnlyList<Statement> statements, Body output)
    {
        foreach (var statement in statements)
            Write(statement, output);
    }

    private void Write(Statement statement, Body output)
    {
        switch (statement)
        {
            case Statement.Comment:
                break;
            case Statement.Scope scope:
                Write(scope.Body, output);
                break;
            case Statement.Loop loop:
                WriteLoop(loop, output);
                break;
            case Statement.DeclareReference declare:
                references[declare.Name] = At(declare.Base, declare.Offset);
                break;
            case Statement.Advance advance:
                var (target, offset) = At(advance.Reference, advance.Offset);
                if (IsMovedBy(target, advance.Reference))
                    output.Advance(target, offset);
                else
                    references[advance.Reference] = (target, offset);
                break;
            case Statement.Declare declare:
                var value = Bind(declare.Value);
                locals[declare.Name] = Unique(declare.Name);
                output.Declare(locals[declare.Name], value);
                break;
            case Statement.Assign assign:
                output.Assign(locals[assign.Name], Bind(assign.Value));
                break;
            case Statement.DeclareIndex declare:
                indices[declare.Name] = Bind(declare.Value);
                break;
            case Statement.DeclareIndexExtremum declare:
                WriteExtremum(declare, output);
                break;
            case Statement.DeclareIndexQuotient declare:
                WriteQuotient(declare, output);
                break;
            case Statement.Store store:
                var (stored, at) = At(store.Reference, store.Offset);
                output.Store(stored, at, Bind(store.Value), store.Count);
                break;
            case Statement.Clear clear:
                var (cleared, first) = At(clear.Reference, clear.Offset);
                output.Add(new Statement.Clear(cleared, first, Bind(clear.Length)));
                break;
            case Statement.Copy copy:
                var (to, toOffset) = At(copy.Target, copy.TargetOffset);
                var (from, fromOffset) = At(copy.Source, copy.SourceOffset);
                output.Add(new Statement.Copy(to, toOffset, from, fromOffset, Bind(copy.Length)));
                break;
            case Statement.Transpose transpose:
                var (y, yOffset) = At(transpose.Target, transpose.TargetOffset);
                var (x, xOffset) = At(transpose.Source, transpose.SourceOffset);
                output.Add(transpose with { Target = y, TargetOffset = yOffset, Source = x, SourceOffset = xOffset, Rows = Bind(transpose.Rows) });
                break;
            default:
                throw new InvalidOperationException("no forward pass has a " + statement.GetType().Name);
        }
    }

    private void WriteLoop(Statement.Loop loop, Body output)
    {
        var from = loop.From is null ? indices[loop.Variable] : Bind(loop.From);
        var to = Bind(loop.To);
        if (!from.IsConstant || !to.IsConstant)
        {
            WriteRemaining(loop, from, to, output);
            return;
        }

        var rounds = Math.Max(0, to.Constant - from.Constant) / loop.Step;
        if (rounds <= 1 || (long)rounds * SizeOfRound(loop, from) <= writtenOut)
        {
            for (var round = 0; round < rounds; round++)
            {
                indices[loop.Variable] = from.Constant + (round * loop.Step);
                Write(loop.Body, output);
            }
        }
        else
        {
            WriteRemaining(loop, from, to, output);
        }

        // A loop may go on with the variable.
        indices[loop.Variable] = from.Constant + (rounds * loop.Step);
    }

    /// <summary>Writes a round to nowhere.</summary>
    private int SizeOfRound(Statement.Loop loop, IndexExpression from)
    {
        var (savedIndices, savedReferences, savedLocals, savedNames) = (indices, references, locals, names);
        indices = new(indices, StringComparer.Ordinal) { [loop.Variable] = from };
        references = new(references, StringComparer.Ordinal);
        locals = new(locals, StringComparer.Ordinal);
        names = names.Copy();
        var moving = Moving.Keys.ToArray();
        var round = new Body();
        Write(loop.Body, round);
        foreach (var added in Moving.Keys.Except(moving).ToArray())
            Moving.Remove(added);
        (indices, references, locals, names) = (savedIndices, savedReferences, savedLocals, savedNames);
        var functions = round.Statements.Expressions().Count(part => part is Expression.Call { Function: not ("Abs" or "Sqrt" or "Negate") });
        return CodeSize.EstimateIl(round.Statements) + (functions * StraightLineBudget.Function);
    }

    private void WriteRemaining(Statement.Loop loop, IndexExpression from, IndexExpression to, Body output)
    {
        // References that the loop moves are references in what is emitted, too.
        var inside = loop.Body.Flatten().ToArray();
        var own = new HashSet<string>(inside.OfType<Statement.DeclareReference>().Select(declare => declare.Name), StringComparer.Ordinal);
        foreach (var moved in inside.OfType<Statement.Advance>().Select(advance => advance.Reference).Distinct().Where(name => !own.Contains(name)))
        {
            var (target, offset) = references[moved];
            if (IsMovedBy(target, moved) && offset.IsConstant && offset.Constant == 0)
                continue;
            var name = Unique(moved);
            movers[name] = moved;
            Moving[name] = Moving.TryGetValue(target, out var value) ? value : target;
            output.Reference(name, target, offset);
            references[moved] = (name, 0);
        }

        var variable = Unique(loop.Variable);
        var isContinued = loop.From is null && !(from.IsConstant && to.IsConstant);
        if (isContinued)
            output.Index(variable, from);
        indices[loop.Variable] = variable;
        var body = new Body();
        Write(loop.Body, body);
        output.Add(new Statement.Loop(variable, isContinued ? null : from, to, loop.Step, body.Statements));
        indices[loop.Variable] = variable;
    }

    private void WriteExtremum(Statement.DeclareIndexExtremum declare, Body output)
    {
        var (left, right) = (Bind(declare.Left), Bind(declare.Right));
        if (left.IsConstant && right.IsConstant)
        {
            indices[declare.Name] = declare.Maximum
                ? Math.Max(left.Constant, right.Constant) : Math.Min(left.Constant, right.Constant);
            return;
        }

        var name = Unique(declare.Name);
        output.Add(new Statement.DeclareIndexExtremum(name, declare.Maximum, left, right));
        indices[declare.Name] = name;
    }

    private void WriteQuotient(Statement.DeclareIndexQuotient declare, Body output)
    {
        var dividend = Bind(declare.Dividend);
        if (dividend.IsConstant)
        {
            indices[declare.Name] = dividend.Constant / declare.Divisor;
            return;
        }

        var name = Unique(declare.Name);
        output.Add(new Statement.DeclareIndexQuotient(name, dividend, declare.Divisor));
        indices[declare.Name] = name;
    }

    private bool IsMovedBy(string emitted, string reference) => Moving.ContainsKey(emitted) && movers[emitted] == reference;

    private string Unique(string name) => names.Unique(prefix + name);

    private (string Base, IndexExpression Offset) At(string reference, IndexExpression offset)
    {
        var (target, start) = references[reference];
        return (target, start + Bind(offset));
    }

    private IndexExpression Bind(IndexExpression index) => index.Substitute(name => indices[name]);

    private Expression Bind(Expression expression) => expression.Rewrite(part =>
    {
        switch (part)
        {
            case Expression.Local local:
                return local with { Name = locals[local.Name] };
            case Expression.Load load:
                var (target, offset) = At(load.Reference, load.Offset);
                return load with { Reference = target, Offset = offset };
            case Expression.FromInteger integer:
                return new Expression.FromInteger(Bind(integer.Value));
            default:
                return null;
        }
    });
}
