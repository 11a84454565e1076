using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Server.Access;

namespace NaturalThoughts.Server.Console;

/// <summary>Sees that a page that stays open stays so only for those who would be let in still.</summary>
sealed class SessionWatch(ILoggerFactory logs, CurrentKeys keys) : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancellation) =>
        Task.FromResult(Caller.Of(state.User) is { } caller && keys.Admits(caller));
}
