using System.Collections.Immutable;
using System.Text;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Inference.Recorded;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>Answers from recorded responses, found by the question and the model.</summary>
/// <remarks>Of several responses to one question, a seed s gets number s modulo their count, a request without a seed the first.</remarks>
sealed class RecordedAnswers
{
    /// <summary>The model of rows that name none: whatever is asked.</summary>
    public const string AnyModel = "";

    const string Placeholder = "{question}";

    readonly Dictionary<(QuestionId, string Model), List<(int Sample, Answer Answer)>> _answers = [];
    readonly string _before;
    readonly string _after;

    RecordedAnswers(string prompt)
    {
        var place = prompt.IndexOf(Placeholder, StringComparison.Ordinal);
        (_before, _after) = (prompt[..place], prompt[(place + Placeholder.Length)..]);
    }

    /// <summary>The models that rows name, in ordinal order.</summary>
    public ImmutableArray<string> Models =>
        [.. _answers.Keys.Select(key => key.Model).Where(model => model != AnyModel).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many responses there are.</summary>
    public int Count => _answers.Values.Sum(list => list.Count);

    /// <summary>Reads files.</summary>
    /// <param name="sources">The files; rows of the same question and model are numbered on from one to the next.</param>
    /// <param name="prompt">What the question stands in where it is asked, with <c>{question}</c> in its place.</param>
    /// <exception cref="InvalidDataException">A row is no response.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RecordedAnswers Read(IEnumerable<RecordedSource> sources, string prompt)
    {
        var answers = new RecordedAnswers(prompt);
        foreach (var row in sources.SelectMany(source => source.Read())) answers.Add(row);
        foreach (var list in answers._answers.Values) list.Sort((one, other) => one.Sample.CompareTo(other.Sample));
        return answers;
    }

    /// <summary>The recorded answer to a request; null when there is none.</summary>
    public Answer? Find(in ChatRequest request)
    {
        if (_answers.Count == 0) return null;
        var text = request.Question;
        var framed = text.Length >= _before.Length + _after.Length
            && text.StartsWith(_before, StringComparison.Ordinal) && text.EndsWith(_after, StringComparison.Ordinal);
        var question = QuestionId.Of(framed ? text[_before.Length..^_after.Length] : text);
        if (!_answers.TryGetValue((question, request.Model), out var list) && !_answers.TryGetValue((question, AnyModel), out list))
            return null;
        return list[(int)(((request.Seed ?? 0) % list.Count + list.Count) % list.Count)].Answer;
    }

    void Add(RecordedRow row)
    {
        if (!_answers.TryGetValue((row.Question, row.Model), out var list)) _answers[(row.Question, row.Model)] = list = [];
        list.Add((row.Sample ?? list.Count, AnswerOf(row)));
    }

    static Answer AnswerOf(RecordedRow row)
    {
        var answer = new Answer(Encoding.UTF8.GetBytes(row.Reasoning ?? ""), Encoding.UTF8.GetBytes(row.Content ?? ""), row.FinishReason);
        return answer with
        {
            Tokens = row.Usage?.Completion ?? answer.Tokens,
            ReasoningTokens = row.Usage?.Reasoning ?? answer.ReasoningTokens,
        };
    }
}
