
namespace StaticNet.Generator.Ir;

/// <summary>Collects statements; loops nest by lambdas.</summary>
internal sealed class Body
{
    private readonly List<Statement> statements = new();

    public IReadOnlyList<Statement> Statements => statements;

    public void Add(Statement statement) => statements.Add(statement);

    /// <summary>Adds the statements of another body.</summary>
    public void AddAll(Body other) => statements.AddRange(other.statements);

    public void Comment(string text) => Add(new Statement.Comment(text));

    /// <summary>A loop whose body asks for the index: a constant where the loop has one round and is not written as one.</summary>
    public void Loop(string variable, IndexExpression from, IndexExpression to, int step, Action<Body, IndexExpression> inner)
    {
        if (from.IsConstant && to.IsConstant && to.Constant < from.Constant + (2 * step))
        {
            if (to.Constant >= from.Constant + step)
                Scope(body => inner(body, from));
            return;
        }

        Add(new Statement.Loop(variable, from, to, step, Collect(body => inner(body, variable))));
    }

    /// <summary>A loop that only counts.</summary>
    public void Loop(string variable, IndexExpression from, IndexExpression to, int step, Action<Body> inner) =>
        Loop(variable, from, to, step, (body, _) => inner(body));

    /// <summary>What is done only where <paramref name="left"/> is less than <paramref name="right"/>.</summary>
    public void If(IndexExpression left, IndexExpression right, Action<Body> inner) => Add(new Statement.If(left, right, Collect(inner)));

    /// <summary>A block of its own for local names.</summary>
    public void Scope(Action<Body> inner) => Add(new Statement.Scope(Collect(inner)));

    /// <summary>Goes on with a variable that was declared before.</summary>
    public void ContinueLoop(string variable, IndexExpression to, int step, Action<Body> inner) =>
        Add(new Statement.Loop(variable, null, to, step, Collect(inner)));

    public void Reference(string name, string @base, IndexExpression offset) =>
        Add(new Statement.DeclareReference(name, @base, offset));

    public void Advance(string reference, IndexExpression offset) => Add(new Statement.Advance(reference, offset));

    public Expression Declare(string name, Expression value)
    {
        Add(new Statement.Declare(name, value));
        return new Expression.Local(name, value.Lanes);
    }

    public void Assign(string name, Expression value) => Add(new Statement.Assign(name, value));

    public void Index(string name, IndexExpression value) => Add(new Statement.DeclareIndex(name, value));

    public void Larger(string name, IndexExpression left, IndexExpression right) =>
        Add(new Statement.DeclareIndexExtremum(name, true, left, right));

    public void Smaller(string name, IndexExpression left, IndexExpression right) =>
        Add(new Statement.DeclareIndexExtremum(name, false, left, right));

    public void Store(string reference, IndexExpression offset, Expression value) => Store(reference, offset, value, value.Lanes);

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    public void Store(string reference, IndexExpression offset, Expression value, int count) =>
        Add(new Statement.Store(reference, offset, value, count));

    private static IReadOnlyList<Statement> Collect(Action<Body> inner)
    {
        var body = new Body();
        inner(body);
        return body.Statements;
    }
}
