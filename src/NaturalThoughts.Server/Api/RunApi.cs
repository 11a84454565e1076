using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Api.Json;
using NaturalThoughts.Server.Api.Resources;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Api;

/// <summary>The verbs of the command line over HTTP, under <c>/api/v1</c>.</summary>
static class RunApi
{
    /// <summary>The most bytes of a request: a spec and its recipes are a few kilobytes.</summary>
    public const long LargestRequest = 4 * 1024 * 1024;

    const int MostQuestions = 100;
    const int MostRanked = 1000;
    const int MostCompared = 100;

    /// <summary>Registers what the interface needs.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.AddRoutingCore().ConfigureHttpJsonOptions(json =>
        {
            ApiJson.Apply(json.SerializerOptions);
            NoNulls.Apply(json.SerializerOptions);
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<RunDoor>().AddSingleton<FileFence>().AddSingleton<SiloRoll>().AddSingleton<OpenStreams>();
    }

    /// <summary>Puts the verbs in.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        var keys = new IdempotencyKeys(app.Services.GetRequiredService<TimeProvider>());
        api.MapGet("/", (ServeSettings settings) =>
            RunDoor.Answer(new About("NaturalThoughts", ApiVersion.Current, settings.Cluster.Id)))
            .Described<About>("about", "Who answers.");
        api.MapGet("/runs", (RunCatalog catalog) =>
            RunDoor.Answer(new RunList(catalog.Root, [.. RunFolder.List(catalog.Root).Select(run => run.Run)])))
            .Described<RunList>("listRuns", "The runs there are.");
        api.MapPost("/runs", CurateAsync).AddEndpointFilter(keys)
            .Described<Acceptance>("curate", "Begin a run, or go on with it, under a spec; or say what that would cost.");
        api.MapPost("/previews", PreviewAsync)
            .Described<CurationPreview>("previewRun", "What a run under a spec would do. Nothing is begun.").ThatOnlyLooks();
        var run = api.MapGroup("/runs/{run}");
        MapCourse(run);
        MapResults(run, keys);
        ResourceApi.Map(api, run);
    }

    static void MapCourse(RouteGroupBuilder run)
    {
        run.MapGet("/", async (string run, RunDoor door, HttpContext context) =>
            await door.LookAsync(run, context.RequestAborted) is { } status
                ? RunDoor.Answer(status)
                : Results.Json(new { run, loading = true }, ApiJson.Options, statusCode: StatusCodes.Status202Accepted))
            .Described<RunStatus>("openRun", "A run's status, once the run is read; 202 while it is being read.")
            .Produces(StatusCodes.Status202Accepted);
        run.MapGet("/status", async (string run, RunDoor door, HttpContext context) =>
        {
            door.Folder(run);
            return Versioned.Answer(await door.Grain(run).Status().WaitAsync(context.RequestAborted));
        }).Described<RunStatus>("runStatus", "A run's status as it is now.");
        run.MapGet("/spec", (string run, RunDoor door) => AcceptedSpec.Of(door.Folder(run)) is { } spec
            ? RunDoor.Answer(spec)
            : RunDoor.Refuse([new("The run has no spec.", run, Fix: "`naturalthoughts curate SPEC` gives it one.")]))
            .Described<AcceptedSpec>("runSpec", "The spec a run was given, and the selections it has.");
        run.MapGet("/verification", async (string run, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await LogVerifier.VerifyAsync(door.Folder(run), context.RequestAborted)))
            .Described<VerificationReport>("verifyRun", "What reading all of a run's logs to their last byte finds.");
        run.MapPost("/pause", (string run, RunDoor door, HttpContext context) =>
            DoAsync(door, run, "paused", context, grain => grain.Pause()))
            .Described<CourseReply>("pauseRun", "Begin no further response of a run.");
        run.MapPost("/cancel", (string run, RunDoor door, HttpContext context) =>
            DoAsync(door, run, "cancelled", context, grain => grain.Cancel()))
            .Described<CourseReply>("cancelRun", "Give a run up.");
        run.MapPost("/ensure-running", (string run, RunDoor door, HttpContext context) =>
            DoAsync(door, run, "running", context, grain => grain.EnsureRunning()))
            .Described<CourseReply>("ensureRunning", "Have a run worked on if it is to be.");
        run.MapPost("/resume", async (string run, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Resume())))
            .Described<Acceptance>("resumeRun", "Go on with a run that was paused or cancelled.");
        run.MapPost("/retry", async (string run, RetryOrder order, RunDoor door, HttpContext context) =>
            RunDoor.Answer(new RetryReply(
                run, order.Reason, await door.AskAsync(run, context.RequestAborted, grain => grain.Retry(order.Reason)))))
            .Described<RetryReply>("retryRun", "Reopen the responses that failed for a reason.");
    }

    static void MapResults(RouteGroupBuilder run, IdempotencyKeys keys)
    {
        run.MapPost("/selections", SelectAsync).AddEndpointFilter(keys)
            .Described<SelectionReport>("select", "Make a selection by a recipe.");
        run.MapPost("/datasets", async (string run, DatasetSpec dataset, RunDoor door, HttpContext context, bool replace = false) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Emit(dataset, replace))))
            .AddEndpointFilter(keys)
            .Described<DatasetReport>("emit", "Write a dataset from a selection.");
        run.MapGet("/ranking", async (string run, RunDoor door, HttpContext context, int top = 10) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Rank(Math.Clamp(top, 1, MostRanked)))))
            .Described<DifficultyRanking>("rank", "The hardest and the easiest questions.");
        run.MapGet("/explanation", async (string run, string selection, string trace, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Explain(selection, trace))))
            .Described<TraceExplanation>("explain", "Why a trace is in a selection, or is not.");
        run.MapGet("/comparison", async (string run, string left, string right, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Compare(left, right))))
            .Described<SelectionComparison>("compare", "Two selections side by side.");
        run.MapGet("/overlap", async (string run, string[] selection, RunDoor door, HttpContext context) =>
        {
            door.Folder(run);
            return selection.Length is 0 or > MostCompared
                ? throw Paging.Refused("selection", $"{selection.Length} selections are compared.",
                    $"1 to {MostCompared}, as `selection=…&selection=…`")
                : RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Overlap([.. selection])));
        })
            .Described<SelectionOverlap>("overlap", "How many traces each two selections share.");
        run.MapGet("/report", async (string run, string selection, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Report(selection))))
            .Described<SelectionDocument>("report", "A selection's report as HTML.");
        run.MapGet("/distributions", async (string run, string? selection, RunDoor door, HttpContext context) =>
            RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Distributions(selection))))
            .Described<DistributionPair[]>("distributions", "How columns are distributed in a selection and in the pool.");
        run.MapGet("/questions", async (string run, string prefix, RunDoor door, HttpContext context, int most = 20) =>
        {
            door.Folder(run);
            return prefix.Length is > 0 and <= 32 && prefix.All(char.IsAsciiHexDigit)
                ? RunDoor.Answer(await door.AskAsync(run, context.RequestAborted,
                    grain => grain.Find(prefix.ToLowerInvariant(), Math.Clamp(most, 1, MostQuestions))))
                : throw Paging.Refused("prefix", "This is no beginning of an id.", "1 to 32 hex digits");
        })
            .Described<QuestionDossier[]>("findQuestions", "All facts of the questions whose id, or a trace's, begins so.");
    }

    static async Task<IResult> CurateAsync(CurateOrder order, RunDoor door, FileFence fence, HttpContext context)
    {
        var admitted = fence.Admit(order);
        if (!admitted.Ok) return RunDoor.Refuse(admitted.Problems);
        var run = RunCatalog.Read(admitted.Value).Value!.Run;
        context.Request.RouteValues[AuditLine.RunPart] = run;
        return RunDoor.Answer(await door.Grain(run).Curate(admitted.Value).WaitAsync(context.RequestAborted));
    }

    static async Task<IResult> PreviewAsync(CurateOrder order, FileFence fence, RunCatalog catalog, HttpContext context)
    {
        var admitted = fence.Admit(order);
        return admitted.Ok
            ? RunDoor.Answer(await CurationPreview.OfAsync(admitted.Value, catalog.Root, context.RequestAborted))
            : RunDoor.Refuse(admitted.Problems);
    }

    static async Task<IResult> SelectAsync(
        string run, SelectionSpec selection, RunDoor door, FileFence fence, RunCatalog catalog, HttpContext context, bool replace = false)
    {
        var problems = await SelectionBody.ProblemsAsync(run, selection, door, fence, catalog, context.RequestAborted);
        return problems.IsEmpty
            ? RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, grain => grain.Select(selection, replace)))
            : RunDoor.Refuse(problems);
    }

    static async Task<IResult> DoAsync(RunDoor door, string run, string done, HttpContext context, Func<IRunGrain, Task> act) =>
        RunDoor.Answer(await door.AskAsync(run, context.RequestAborted, async grain =>
        {
            await act(grain);
            return new CourseReply(run, done);
        }));
}
