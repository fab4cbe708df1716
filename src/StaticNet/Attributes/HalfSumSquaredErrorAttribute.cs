namespace StaticNet;

/// <summary>
/// The mean over the batch of ½ Σ (x − t)², the textbook's squared error: summed, not averaged, over the elements. It
/// takes a value of any shape; the trainer takes targets of the same shape.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HalfSumSquaredErrorAttribute : LossAttribute
{
}
