using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Peers.Loops;

/// <summary>Plain C# as people write it by hand.</summary>
internal sealed class LoopPeer : IPeer
{
    public const string PeerName = "loop";

    public string Name => PeerName;

    public string Description => "plain C# loops, compiled by the same runtime";

    public Contender Prepare(Work work)
    {
        switch (work)
        {
            case ForwardWork forward:
                var network = new LoopForward(forward.Model);
                var outputs = new float[forward.Outputs.Length];
                network.Run(forward.Inputs, outputs);
                Agreement.Check("outputs", outputs, forward.Outputs);
                return Repeat(() => network.Run(forward.Inputs, outputs));
            case StepWork step:
                var training = new LoopTraining(step.Model, step.Update);
                Agreement.Check("losses", [.. step.Losses.Select(_ => training.Step(step.Inputs, step.Labels))], step.Losses);
                return Repeat(() => training.Step(step.Inputs, step.Labels));
            case UpdateWork update:
                var rule = new LoopUpdate(update.Update, update.Parameters.Length);
                float[] parameters = [.. update.Parameters];
                for (int i = 0; i < UpdateWork.CheckedUpdates; i++)
                    rule.Run(parameters, update.Gradients);
                Agreement.Check("parameters", parameters, update.Updated);
                return Repeat(() => rule.Run(parameters, update.Gradients));
            default:
                throw PeerException.NoSuchOperation;
        }
    }

    public void Dispose()
    {
    }

    private static Contender Repeat(Action run) => Contender.Managed(runs =>
    {
        for (int i = 0; i < runs; i++)
            run();
    });
}
