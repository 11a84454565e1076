using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Console.Shell;
using Orleans.Dashboard;

namespace NaturalThoughts.Server.Console;

/// <summary>The console: pages that live on the silo a browser is connected to.</summary>
static class ConsoleParts
{
    const string Dashboard = "/orleans";
    const string Operators = "operators";

    // The longest text that the recipe editor takes, and what carries it.
    const int LargestMessage = 512 * 1024;

    /// <summary>Registers it.</summary>
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices();
        services.AddCascadingAuthenticationState().AddHttpContextAccessor();
        services.AddAuthorization(options => options.AddPolicy(Operators, policy => policy.RequireRole(nameof(Role.Operator))));
        services.AddScoped<AuthenticationStateProvider, SessionWatch>().AddScoped<RunDesk>();
    }

    /// <summary>Shows people who ask for what is not there a page.</summary>
    public static void UseConsole(this IApplicationBuilder app) => app.UseWhen(
        context => ApiDoor.IsForPage(context.Request), pages => pages.UseStatusCodePagesWithReExecute("/not-found"));

    /// <summary>Puts its pages in.</summary>
    public static void MapConsole(this WebApplication app)
    {
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapPost("/log-out", (Delegate)BrowserSession.EndAsync).ExcludeFromDescription();
        app.MapOrleansDashboard(Dashboard).RequireAuthorization(Operators).ExcludeFromDescription();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
    }
}
