namespace StaticNet;

/// <summary>Puts a block's layers in this place: <c>[Use(typeof(Residual), 128, Repeat = 3)]</c>.</summary>
/// <remarks>
/// Parameters are named as those of a nested <c>nn.Sequential</c>: <c>3.0.weight</c> is the first layer of a block used as
/// the fourth layer; with <see cref="Repeat"/> above one and weights of their own, <c>3.1.0.weight</c> is that of its second repetition.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute : LayerAttribute
{
    /// <summary>Uses a block, whose parameters keep their defaults.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    public UseAttribute(Type block)
        : this(block, Array.Empty<object>())
    {
    }

    /// <summary>Uses a block.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    /// <param name="arguments">Values of its parameters in declaration order; those left out keep their defaults.</param>
    public UseAttribute(Type block, params int[] arguments)
        : this(block, Array.ConvertAll(arguments, argument => (object)argument))
    {
    }

    /// <summary>Uses a block whose parameters are of several types.</summary>
    /// <param name="block">A class marked <see cref="BlockAttribute"/>.</param>
    /// <param name="arguments">
    /// Values of its parameters in declaration order: integers, <see cref="double"/>s, Booleans and enums. Those left out keep their defaults.
    /// </param>
    public UseAttribute(Type block, params object[] arguments)
    {
        Block = block;
        Arguments = arguments;
    }

    /// <summary>The block.</summary>
    public Type Block { get; }

    /// <summary>Values of the block's parameters.</summary>
    public object[] Arguments { get; }

    /// <summary>How often the block is put here, each time after the last and with weights of its own unless <see cref="Shared"/>. Default: 1.</summary>
    public int Repeat { get; set; } = 1;

    /// <summary>
    /// Whether all repetitions have the same weights, whose gradients add up; they are named as those of a block that is used once.
    /// Different uses of a block share weights by <see cref="LayerAttribute.Weights"/>. Default: false.
    /// </summary>
    public bool Shared { get; set; }
}
