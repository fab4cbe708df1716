namespace StaticNet.Runtime;

/// <summary>Work in parts that do not depend on each other, for a <see cref="WorkerTeam"/>.</summary>
internal interface IWorkerTask
{
    /// <summary>Does one part; other threads do others at the same time.</summary>
    /// <param name="part">Which part, from 0.</param>
    void Run(int part);
}
