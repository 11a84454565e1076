using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cli.Replay;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Cli.Tests.Replay;

public sealed class ReplayAnswerTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly MemoryStream _said = new();

    public void Dispose() => _said.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pace_OfAResponse_IsThatOfTheClock(bool stream)
    {
        // Eight characters are two tokens: half a second.
        var answer = WriteAsync(stream, rate: 4);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        var before = (answer.IsCompleted, _said.Length);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((false, 0), before);
        Assert.True(answer.IsCompleted);
        await answer;
        Assert.Contains("Another.", Encoding.UTF8.GetString(_said.ToArray()));
    }

    // Without a context of the test framework's: what waits for the clock goes on before Advance comes back.
    Task WriteAsync(bool stream, double rate)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var question = QuestionId.Of("Why?");
        var row = new RecordedRow { Question = question, Model = "r1", Content = "Another." };
        var context = new DefaultHttpContext { Response = { Body = _said } };
        return new ReplayAnswer(new("r1", question, Seed: 0, stream, Usage: false), row, _time, rate).WriteAsync(context);
    }
}
