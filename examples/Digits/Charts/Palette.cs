namespace Digits.Charts;

/// <summary>The colours of the charts. Blue and orange stay apart for every kind of colour vision, and in grey.</summary>
internal static class Palette
{
    public const string Card = "#ffffff";
    public const string Grid = "#e5e7eb";
    public const string Axis = "#9ca3af";
    public const string Text = "#111827";
    public const string FaintText = "#6b7280";
    public const string Train = "#2563eb";
    public const string Test = "#ea580c";
}
