namespace NaturalThoughts.Cli;

/// <summary>The silo in this process did not start: nothing of the run was touched.</summary>
sealed class SiloStartException(Exception cause) : Exception(
    $"The silo in this process cannot start: {cause.GetBaseException().Message} "
    + "It listens on two free ports of 127.0.0.1; see that this user may open them.", cause);
