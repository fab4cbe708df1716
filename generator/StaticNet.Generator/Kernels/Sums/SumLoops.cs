using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Sums;

/// <summary>Where the loops of a sum are cut into pieces.</summary>
/// <param name="Name">Ends the names of variables.</param>
/// <param name="Terms">Terms of a piece, at the most.</param>
/// <param name="Join">Written behind each piece: adds it to a sum of pieces.</param>
internal sealed record SumLevel(string Name, int Terms, Action<Body> Join);

/// <inheritdoc cref="SumLoops.Loop"/>
internal delegate void SumLoop(
    Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body, IndexExpression> inner);

/// <summary>The loops of a sum, nested and one after another, cut into pieces whose sums are added up.</summary>
internal sealed class SumLoops
{
    private readonly IReadOnlyList<SumLevel> levels;

    /// <param name="levels">The pieces: the smallest first, each a part of the next.</param>
    public SumLoops(params SumLevel[] levels) => this.levels = levels;

    /// <summary>A loop of the sum, around others or around what adds terms.</summary>
    /// <param name="body">Where the loop goes.</param>
    /// <param name="variable">Its variable.</param>
    /// <param name="from">Its first value.</param>
    /// <param name="to">Behind its last.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="rounds">Rounds at the most.</param>
    /// <param name="terms">Terms that a round adds to each sum, at the most.</param>
    /// <param name="inner">Writes a round.</param>
    public void Loop(
        Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body, IndexExpression> inner) =>
        Cut(body, levels.Count - 1, variable, (from, to), step, rounds, Math.Max(1, terms), (innermost, start, end) =>
        {
            if (end is not null)
            {
                innermost.Loop(variable, start, end, step, inner);
                return;
            }

            innermost.Index(variable, start);
            inner(innermost, variable);
        });

    /// <summary>The same with a variable that was declared as 0 before, and goes on behind.</summary>
    public void ContinueLoop(Body body, string variable, IndexExpression to, int step, long rounds, long terms, Action<Body> inner) =>
        Cut(body, levels.Count - 1, variable, (0, to), step, rounds, Math.Max(1, terms),
            (innermost, start, end) => innermost.ContinueLoop(variable, end ?? start + step, step, inner));

    /// <param name="body">Where the loop goes.</param>
    /// <param name="level">The largest pieces that it may be cut into.</param>
    /// <param name="name">What the variable of the loop over them begins with.</param>
    /// <param name="range">Its first value, and what lies behind its last; null for one round.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="rounds">Rounds at the most.</param>
    /// <param name="terms">Terms that a round adds to each sum, at the most.</param>
    /// <param name="innermost">Writes the rounds of a piece.</param>
    private void Cut(
        Body body, int level, string name, (IndexExpression From, IndexExpression? To) range, int step, long rounds, long terms,
        Action<Body, IndexExpression, IndexExpression?> innermost)
    {
        // What a loop adds up is joined by one around it where that is little, and by one in it where a round is much.
        while (level >= 0 && (terms > levels[level].Terms || rounds * terms <= levels[level].Terms))
            level--;
        if (level < 0 || range.To is not { } to)
        {
            innermost(body, range.From, range.To);
            return;
        }

        // Pieces of nearly equal size.
        var most = levels[level].Terms / terms;
        var pieces = (rounds + most - 1) / most;
        var some = (int)((rounds + pieces - 1) / pieces);
        name += levels[level].Name;
        body.Loop(name, range.From, to + ((some - 1) * step), some * step, (piece, start) =>
        {
            IndexExpression? end = some == 1 ? null : start + (some * step);
            var length = to - range.From;
            if (end is not null && (!length.IsConstant || length.Constant / step % some != 0))
            {
                piece.Smaller(name + "End", end, to);
                end = name + "End";
            }

            Cut(piece, level - 1, name, (start, end), step, some, terms, innermost);
            levels[level].Join(piece);
        });
    }
}
