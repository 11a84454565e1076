using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>What a bare loop does that keeps what it gets: it reads a completion's events and commits, through the product's own log, as
/// many facts as the product does for a question, and of the same sizes. Nothing is thought about and nobody is asked.</summary>
sealed class DurableTake : IAsyncDisposable
{
    const int Patterns = 64;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
    readonly List<CommitPump> _pumps = [];
    readonly List<List<Fact>> _patterns;

    DurableTake(List<List<Fact>> patterns) => _patterns = patterns;

    /// <summary>One with as many logs as a run has shards.</summary>
    /// <param name="run">The run's folder, from whose log questions' facts are taken for a pattern.</param>
    public static async Task<DurableTake> OfAsync(string run)
    {
        var shards = Directory.GetDirectories(Path.Combine(run, "shards"));
        var take = new DurableTake(await PatternsAsync(shards[0]).Take(Patterns).ToListAsync());
        for (var shard = 0; shard < shards.Length; shard++)
            take._pumps.Add(new(await SegmentLog.OpenAsync(Path.Combine(take._folder.FullName, $"{shard}")), _ => false, _ => { }));
        return take;
    }

    /// <summary>Reads a completion and waits until it is durable.</summary>
    public async Task TakeAsync(Stream body, long number)
    {
        var (reasoning, content) = (new StringBuilder(), new StringBuilder());
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            if (item.Data == "[DONE]") break;
            using var chunk = JsonDocument.Parse(item.Data);
            var choices = chunk.RootElement.GetProperty("choices");
            if (choices.GetArrayLength() == 0) continue;
            var delta = choices[0].GetProperty("delta");
            if (delta.TryGetProperty("reasoning_content", out var thought)) reasoning.Append(thought.GetString());
            if (delta.TryGetProperty("content", out var said)) content.Append(said.GetString());
        }

        var question = QuestionId.Of($"What is {number} times {number + 7}?");
        var facts = _patterns[(int)(number % _patterns.Count)].Select(fact => Of(fact, question, reasoning, content));
        await _pumps[(int)(number % _pumps.Count)].CommitAsync([.. facts]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var pump in _pumps) await pump.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    static Fact Of(Fact fact, QuestionId question, StringBuilder reasoning, StringBuilder content) => fact switch
    {
        ResponseFact response => response with
        {
            Question = question,
            Response = response.Response with { Reasoning = reasoning.ToString(), Content = content.ToString() },
        },
        AnnotationFact { Trace: not null } annotation => annotation with { Question = question, Trace = TraceId.Of(question, annotation.Request, 0) },
        AnnotationFact annotation => annotation with { Question = question },
        SealFact seal => seal with { Question = question },
        _ => throw new InvalidOperationException($"A {fact.GetType().Name} is not expected."),
    };

    static async IAsyncEnumerable<List<Fact>> PatternsAsync(string shard)
    {
        var byQuestion = new Dictionary<QuestionId, List<Fact>>();
        await foreach (var logged in SegmentLog.OpenToRead(shard).ReplayAsync())
        {
            QuestionId? question = logged.Fact switch
            {
                ResponseFact response => response.Question,
                AnnotationFact annotation => annotation.Question,
                SealFact seal => seal.Question,
                _ => null,
            };
            if (question is not { } id) continue;
            if (!byQuestion.TryGetValue(id, out var facts)) byQuestion[id] = facts = [];
            facts.Add(logged.Fact);
            if (logged.Fact is SealFact) yield return facts;
        }
    }
}
