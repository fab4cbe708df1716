namespace StaticNet;

/// <summary>A weights file is malformed, or does not hold what the network needs. Nothing was loaded.</summary>
public class WeightsFormatException : FormatException
{
    /// <summary>Creates the exception with a general message.</summary>
    public WeightsFormatException()
        : base("The weights file is malformed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which tensor or field is wrong, what was expected and what was found.</param>
    public WeightsFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which tensor or field is wrong, what was expected and what was found.</param>
    /// <param name="innerException">What reading the file threw.</param>
    public WeightsFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
