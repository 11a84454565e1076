using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Inference.Tests.Support;

static class Make
{
    public static HttpClient Http { get; } = HttpEndpoint.CreateClient();

    public static TimeSpan Patient { get; } = TimeSpan.FromMinutes(5);

    public static ModelRequest Request(
        string model = "m", string question = "What is 2 + 3?", int? maxTokens = 64, ModelRole role = ModelRole.Teacher) =>
        ModelRequest.Of(
            new ModelSpec { Name = "local", Model = model, Temperature = 0.6, MaxTokens = maxTokens },
            new Question { Text = question, Id = QuestionId.Of(question), Source = "test" },
            role);

    public static HttpEndpoint Endpoint(
        ScriptedServer server, TimeProvider? time = null, string? key = null, long maxBytes = HttpEndpoint.MaxResponseBytes) =>
        Endpoint(server.Address, time, key, maxBytes);

    public static HttpEndpoint Endpoint(
        string address, TimeProvider? time = null, string? key = null, long maxBytes = HttpEndpoint.MaxResponseBytes) =>
        new(Http, EndpointAddress.Parse(address, "test").Value!, key, time ?? TimeProvider.System, maxBytes);

    public static ModelPool Pool(TimeProvider time, PoolOptions? options, params ReadOnlySpan<ScriptedServer> servers)
    {
        var list = ImmutableArray.CreateBuilder<EndpointSpec>();
        foreach (var server in servers) list.Add(new() { Url = server.Address });
        return Pool(time, options, new EndpointsSpec { List = list.ToImmutable() });
    }

    public static ModelPool Pool(
        TimeProvider time, PoolOptions? options, EndpointsSpec endpoints, string folder = ".", HttpClient? http = null) =>
        new(new EndpointCatalog(endpoints, folder, http ?? Http, time, _ => null), options ?? new(), time, NullLogger<ModelPool>.Instance);
}
