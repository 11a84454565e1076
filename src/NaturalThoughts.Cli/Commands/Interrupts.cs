using System.Runtime.InteropServices;

namespace NaturalThoughts.Cli.Commands;

/// <summary>Ctrl+C and SIGTERM: the first one asks for a graceful stop, the second one leaves at once.</summary>
sealed class Interrupts : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    int _count;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Whether a stop was asked for.</summary>
    public bool Requested => Volatile.Read(ref _count) > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    void Handle(PosixSignalContext context)
    {
        // Once the command no longer handles it, the process ends as usual; the log is safe at any moment.
        context.Cancel = Interlocked.Increment(ref _count) == 1;
        if (!context.Cancel) Environment.Exit(ExitCode.Interrupted);
    }
}
