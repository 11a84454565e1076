namespace NaturalThoughts.Server.Drain;

/// <summary>Something of this silo that has to be brought to an end before the silo leaves its cluster.</summary>
public interface IDrain
{
    /// <summary>Takes no new work, lets what is under way finish, hands the rest back and makes everything durable.</summary>
    /// <param name="grace">How long what is under way may go on.</param>
    /// <param name="cut">Cancelled a little after the grace: what is not done then is lost to this silo.</param>
    Task DrainAsync(TimeSpan grace, CancellationToken cut);
}
