namespace Digits;

/// <summary>What the command line asks for.</summary>
/// <param name="Network">The name of the network.</param>
/// <param name="Epochs">How often the network sees the training set; the network's usual number unless given.</param>
/// <param name="DataFolder">The folder of MNIST; null where the program is to draw its digits.</param>
/// <param name="Seed">Decides first weights, order and drawn digits.</param>
/// <param name="OutputFolder">Where curves and weights go.</param>
internal sealed record DigitsOptions(string Network, int? Epochs, string? DataFolder, int Seed, string OutputFolder);
