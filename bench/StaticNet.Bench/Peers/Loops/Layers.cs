using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Peers.Loops;

/// <summary>Layers as a C# programmer writes them in an afternoon: arrays, loops, one sample at a time.</summary>
internal static class Layers
{
    public static void Dense(float[] input, float[] weight, float[] bias, float[] output)
    {
        for (int o = 0; o < output.Length; o++)
        {
            float sum = bias[o];
            for (int i = 0; i < input.Length; i++)
                sum += weight[o * input.Length + i] * input[i];
            output[o] = sum;
        }
    }

    public static void Convolution(float[] input, int[] shape, Convolution layer, float[] output)
    {
        int inputChannels = shape[0], height = shape[1], width = shape[2];
        int channels = layer.Weight.Shape[0], kernel = layer.Kernel, padding = layer.Padding;
        int outputHeight = height + 2 * padding - kernel + 1, outputWidth = width + 2 * padding - kernel + 1;
        float[] weight = layer.Weight.Values, bias = layer.Bias.Values;
        for (int o = 0; o < channels; o++)
        {
            for (int y = 0; y < outputHeight; y++)
            {
                for (int x = 0; x < outputWidth; x++)
                {
                    float sum = bias[o];
                    for (int i = 0; i < inputChannels; i++)
                    {
                        for (int ky = 0; ky < kernel; ky++)
                        {
                            int row = y + ky - padding;
                            if (row < 0 || row >= height)
                                continue;
                            for (int kx = 0; kx < kernel; kx++)
                            {
                                int column = x + kx - padding;
                                if (column >= 0 && column < width)
                                {
                                    sum += weight[((o * inputChannels + i) * kernel + ky) * kernel + kx]
                                        * input[(i * height + row) * width + column];
                                }
                            }
                        }
                    }

                    output[(o * outputHeight + y) * outputWidth + x] = sum;
                }
            }
        }
    }

    public static void MaxPool(float[] input, int[] shape, int size, float[] output)
    {
        int height = shape[1] / size, width = shape[2] / size;
        for (int channel = 0; channel < shape[0]; channel++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    float largest = float.NegativeInfinity;
                    for (int ky = 0; ky < size; ky++)
                    {
                        for (int kx = 0; kx < size; kx++)
                            largest = Math.Max(largest, input[(channel * shape[1] + y * size + ky) * shape[2] + x * size + kx]);
                    }

                    output[(channel * height + y) * width + x] = largest;
                }
            }
        }
    }

    public static void Relu(float[] input, float[] output)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = Math.Max(input[i], 0);
    }

    public static void Tanh(float[] input, float[] output)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = MathF.Tanh(input[i]);
    }
}
