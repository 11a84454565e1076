namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>Stands before the calls of all grains.</summary>
/// <param name="around">Called with the method's name instead of the call, and with the call.</param>
sealed class CallFilter(Func<string, Func<Task>, Task> around) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => around(context.InterfaceMethod.Name, context.Invoke);
}
