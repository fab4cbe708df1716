namespace StaticNet;

/// <summary>Where a training is, beside its weights and its optimizer.</summary>
/// <param name="StepCount">How many updates were made.</param>
/// <param name="Seed">The seed of its random numbers.</param>
/// <param name="ClipNorm">The largest gradient norm.</param>
internal readonly record struct TrainingPosition(long StepCount, int Seed, float ClipNorm);
