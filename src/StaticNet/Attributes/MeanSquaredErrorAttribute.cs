namespace StaticNet;

/// <summary>
/// The mean over the batch and over the elements of (x − t)², PyTorch's <c>nn.MSELoss</c>. It takes a value of any shape;
/// the trainer takes targets of the same shape.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : LossAttribute
{
}
