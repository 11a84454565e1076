using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Benchmarks.Scenarios.Cleaning;

/// <summary>Questions of real lengths, and texts of benchmarks: 5 % of the questions are another one with a word changed, and every 200th
/// has 20 words in a row of a benchmark's.</summary>
sealed class Pool
{
    const int Words = 30_000;
    const int Borrowed = 20;

    readonly Random _random = new(7);
    readonly string[] _words;

    /// <summary>Always the same ones.</summary>
    /// <param name="questions">How many questions.</param>
    public Pool(int questions)
    {
        _words = [.. Enumerable.Range(0, Words).Select(_ => Word())];
        Benchmarks = [.. Enumerable.Range(0, Math.Max(10, questions / 50)).Select(_ => string.Join(' ', Fresh(40 + _random.Next(60))))];
        Questions = new Question[questions];
        for (var number = 0; number < questions; number++) Questions[number] = Of(TextOf(number));
    }

    /// <summary>The questions, no two with one id.</summary>
    public Question[] Questions { get; }

    /// <summary>The benchmarks' texts.</summary>
    public string[] Benchmarks { get; }

    string TextOf(int number)
    {
        if (number % 200 == 199)
        {
            var theirs = Benchmarks[_random.Next(Benchmarks.Length)].Split(' ');
            var from = _random.Next(theirs.Length - Borrowed);
            return string.Join(' ', [.. Fresh(10), .. theirs[from..(from + Borrowed)], .. Fresh(5)]);
        }

        if (number % 20 == 19)
        {
            var other = Questions[_random.Next(number)].Text.Split(' ');
            // At the end one shingle is another one, in the middle five are: of those the long ones alone are near.
            other[number % 40 == 19 ? ^1 : _random.Next(other.Length)] = _words[_random.Next(Words)] + number;
            return string.Join(' ', other);
        }

        return string.Join(' ', Fresh(Math.Max(4, Lengths.Question.Next(_random) / 6)));
    }

    // The frequent words more often, as in every language.
    IEnumerable<string> Fresh(int count) => Enumerable.Range(0, count).Select(_ => _words[(int)Math.Pow(Words, _random.NextDouble())]);

    string Word() => new([.. Enumerable.Range(0, _random.Next(2, 10)).Select(_ => (char)('a' + _random.Next(26)))]);

    static Question Of(string text) => new() { Id = QuestionId.Of(text), Text = text, Source = "questions" };
}
