namespace StaticNet;

/// <summary>
/// Parts of a value chosen by their positions along an axis, PyTorch's <c>torch.index_select</c>: y[..., i, ...] = x[..., indices[i], ...].
/// Positions are constants, <c>[Gather(3, 1, 1)]</c>, or an input of integers, <c>[Gather("chosen")]</c>, by which every sample chooses from
/// itself.
/// </summary>
/// <remarks>
/// With an input of integers of shape <c>(K, ...)</c>, these axes take the place of the one that they choose along. They must be from 0 to
/// below its length, which is checked before anything is computed. A part that is chosen several times receives the sum of all gradients.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GatherAttribute : LayerAttribute
{
    /// <summary>Chooses by constants.</summary>
    /// <param name="indices">Positions in any order, any of them several times; negative ones count from the end.</param>
    public GatherAttribute(params int[] indices) => Indices = indices;

    /// <summary>Chooses by integers.</summary>
    /// <param name="indicesFrom">The name of an input of <see cref="Element.Int32"/>.</param>
    public GatherAttribute(string indicesFrom) => IndicesFrom = indicesFrom;

    /// <summary>The positions, where they are constants.</summary>
    public int[]? Indices { get; }

    /// <summary>The name of an input of integers, which are the positions.</summary>
    public string? IndicesFrom { get; }

    /// <summary>The dimension along which is chosen, counted without the batch; a negative one counts from the end. Default: 0.</summary>
    public int Axis { get; set; }
}
