namespace StaticNet;

/// <summary>
/// Runs a cell over a sequence: <c>(T, ...)</c> is T steps, of which one after another is the cell's <c>input</c>. What the cell's last
/// layer makes in each step is the result, <c>(T, ...)</c>.
/// </summary>
/// <remarks>
/// <para>
/// A cell is a class marked <see cref="BlockAttribute"/> whose <see cref="StateAttribute"/>s go from one step to the next. All steps
/// share its weights, whose names are those of a block.
/// </para>
/// <para>
/// What does not depend on a state is computed for all steps at once, and so are the gradients of weights.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Block]
/// [State(Size, Name = "h", Next = "next")]
/// [Dense(Size, From = "input", Name = "x")]
/// [Dense(Size, From = "h", Bias = false), Add("x"), Tanh(Name = "next")]
/// static class ElmanCell
/// {
///     [BlockParameter] const int Size = 32;
/// }
///
/// [Network]
/// [Input(28, 28)]
/// [Scan(typeof(ElmanCell), 64, OnlyLast = true), Dense(10), SoftmaxCrossEntropy]
/// partial class RowByRow;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ScanAttribute : LayerAttribute
{
    /// <summary>Runs a cell, whose parameters keep their defaults.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    public ScanAttribute(Type block)
        : this(block, Array.Empty<object>())
    {
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    /// <param name="arguments">Values of its parameters in declaration order; those left out keep their defaults.</param>
    public ScanAttribute(Type block, params int[] arguments)
        : this(block, Array.ConvertAll(arguments, argument => (object)argument))
    {
    }

    /// <summary>Runs a cell whose parameters are of several types.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    /// <param name="arguments">
    /// Values of its parameters in declaration order: integers, <see cref="double"/>s, Booleans and enums. Those left out keep their defaults.
    /// </param>
    public ScanAttribute(Type block, params object[] arguments)
    {
        Block = block;
        Arguments = arguments;
    }

    /// <summary>The cell.</summary>
    public Type Block { get; }

    /// <summary>Values of the cell's parameters.</summary>
    public object[] Arguments { get; }

    /// <summary>Whether the last step comes first. Results stay in the order of the steps. Default: false.</summary>
    public bool Reversed { get; set; }

    /// <summary>Whether the result is that of the step that comes last alone, without the axis of steps. Default: false.</summary>
    public bool OnlyLast { get; set; }
}
