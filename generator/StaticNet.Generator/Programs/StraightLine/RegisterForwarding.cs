using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>
/// Keeps values in registers: what was stored or loaded before, at the same place and width, is not loaded again. Lanes that
/// are wanted one by one are still read from memory, where a load broadcasts them for nothing; a permutation would take a unit
/// that multiply-adds need.
/// </summary>
/// <remarks>
/// The caller's input is read in place until the first result is stored. After that it may have changed: callers may pass
/// memory of the network's own, such as its last output, or have input and output overlap. Outputs wait in registers until all of
/// them are made, and are stored to the caller's memory last, as many lanes as there are: it may be that of the parameters, which
/// the rest of the pass reads. Where that is too much for the registers, the JIT puts some of them on the stack, and the network
/// is no longer so small that it could be felt.
/// </remarks>
internal sealed class RegisterForwarding
{
    private readonly IReadOnlyDictionary<string, StraightLineValue> values;
    private readonly IReadOnlyDictionary<string, string> moving;
    private readonly LocalNames names;
    private readonly Dictionary<(string Value, int Offset, int Lanes), Expression.Local> available = new();

    /// <summary>Locals that would only be another name of one that there is.</summary>
    private readonly Dictionary<string, Expression.Local> copies = new(StringComparer.Ordinal);

    /// <summary>What goes to the caller when nothing is read any more.</summary>
    private readonly List<Statement.Store> results = new();
    private HashSet<string> assigned = new();
    private HashSet<string> indirect = new();
    private bool hasStored;

    /// <param name="values">What references point into.</param>
    /// <param name="moving">References that loops move, with the value that they point into.</param>
    /// <param name="names">Names of the method.</param>
    public RegisterForwarding(
        IReadOnlyDictionary<string, StraightLineValue> values, IReadOnlyDictionary<string, string> moving, LocalNames names)
    {
        this.values = values;
        this.moving = moving;
        this.names = names;
    }

    public IReadOnlyList<Statement> Run(IReadOnlyList<Statement> statements)
    {
        assigned = new(statements.Flatten().OfType<Statement.Assign>().Select(assign => assign.Name));
        indirect = FindIndirect(statements);
        var body = new Body();
        foreach (var statement in statements)
            Write(statement, body);
        foreach (var value in values.Values)
        {
            // Where stores are not known one by one, outputs are copied in the end.
            foreach (var output in value.CallersOutputs)
            {
                if (!IsStoredDirectly(value))
                    body.Add(new Statement.Copy(output, 0, value.Name, 0, value.Length));
            }
        }

        foreach (var result in results)
            body.Add(result);
        return body.Statements;
    }

    private void Write(Statement statement, Body body)
    {
        switch (statement)
        {
            case Statement.Declare declare:
                var value = Forward(declare.Value);
                if (value is Expression.Local same && !assigned.Contains(same.Name) && !assigned.Contains(declare.Name))
                {
                    copies.Add(declare.Name, same);
                    break;
                }

                body.Declare(declare.Name, value);
                if (value is Expression.Load { Offset.IsConstant: true } load && !assigned.Contains(declare.Name) && values.ContainsKey(load.Reference))
                    available[(load.Reference, load.Offset.Constant, load.Width)] = new Expression.Local(declare.Name, load.Width);
                break;
            case Statement.Store { Offset.IsConstant: true } store when values.TryGetValue(store.Reference, out var target):
                WriteStore(store with { Value = Forward(store.Value) }, target, body);
                break;
            default:
                // Loops read what was made before them, but nothing that they change.
                foreach (var changed in new[] { statement }.Flatten().Select(StoredReference).Where(name => name is not null).Distinct())
                    Forget(moving.TryGetValue(changed!, out var behind) ? behind : changed!);
                hasStored |= new[] { statement }.Flatten().Any(inner => StoredReference(inner) is not null);
                body.Add(statement.Rewrite(Known));
                break;
        }
    }

    private void WriteStore(Statement.Store store, StraightLineValue target, Body body)
    {
        var offset = store.Offset.Constant;
        foreach (var overlapped in available.Keys.Where(key =>
            key.Value == target.Name && key.Offset < offset + store.Count && offset < key.Offset + key.Lanes).ToArray())
        {
            available.Remove(overlapped);
        }

        if (store.Value is not Expression.Local local || assigned.Contains(local.Name))
            local = (Expression.Local)body.Declare(names.Unique($"{target.Name.TrimStart('@')}_{offset}"), store.Value);
        body.Store(target.Name, offset, local, store.Count);

        // Behind the end of a value anything may stand, in memory as well.
        if (store.Count == local.Lanes || offset + store.Count == target.Length)
            available[(target.Name, offset, local.Lanes)] = local;
        if (IsStoredDirectly(target) && offset < target.Length)
        {
            foreach (var output in target.CallersOutputs)
                results.Add(new Statement.Store(output, offset, local, Math.Min(store.Count, target.Length - offset)));
        }

        hasStored |= target.CallersInput is null;
    }

    private Expression Forward(Expression expression) => expression.Rewrite(Known);

    private Expression? Known(Expression part)
    {
        if (part is Expression.Local copy && copies.TryGetValue(copy.Name, out var original))
            return original;
        if (part is not Expression.Load { Offset.IsConstant: true } load || !values.TryGetValue(load.Reference, out var value))
            return null;
        var offset = load.Offset.Constant;
        if (available.TryGetValue((value.Name, offset, load.Width), out var local))
            return local;
        return value.CallersInput is { } input && !hasStored && offset + load.Width <= value.Length ? load with { Reference = input } : null;
    }

    private void Forget(string value)
    {
        foreach (var key in available.Keys.Where(key => key.Value == value).ToArray())
            available.Remove(key);
    }

    /// <summary>Values that are stored in loops or in pieces that are not known.</summary>
    private HashSet<string> FindIndirect(IReadOnlyList<Statement> statements)
    {
        var found = statements.Where(statement => statement is not Statement.Store { Offset.IsConstant: true })
            .Flatten().Select(StoredReference).Where(name => name is not null);
        return new HashSet<string>(found.Select(name => moving.TryGetValue(name!, out var value) ? value : name!));
    }

    /// <summary>Whether every store of an output goes to the caller at once; an output that is an input is not stored at all.</summary>
    private bool IsStoredDirectly(StraightLineValue value) => value.IsComputed && !indirect.Contains(value.Name);

    private static string? StoredReference(Statement statement) => statement switch
    {
        Statement.Store store => store.Reference,
        Statement.Clear clear => clear.Reference,
        Statement.Copy copy => copy.Target,
        Statement.Transpose transpose => transpose.Target,
        _ => null,
    };
}
