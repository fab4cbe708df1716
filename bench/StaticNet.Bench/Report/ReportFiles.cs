using StaticNet.Bench.Peers;
using StaticNet.Bench.Summary;
namespace StaticNet.Bench.Report;
internal static class ReportFiles { public static void Write(IReadOnlyList<MeasuredCase> measured, PeerSet peers) { } }
