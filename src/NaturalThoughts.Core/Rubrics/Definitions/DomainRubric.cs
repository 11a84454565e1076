using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>domain</c>: which field of knowledge a question belongs to, and its topic.</summary>
sealed class DomainRubric : RubricDefinition
{
    // Fields that models name in place of the domain they belong to; folded.
    static readonly ImmutableDictionary<string, string> Synonyms = new Dictionary<string, string>
    {
        ["mathematics"] = "Science", ["math"] = "Science", ["maths"] = "Science", ["physics"] = "Science", ["chemistry"] = "Science",
        ["biology"] = "Science", ["astronomy"] = "Science", ["geography"] = "Science", ["geology"] = "Science",
        ["naturalscience"] = "Science", ["naturalsciences"] = "Science", ["sciences"] = "Science",
        ["computerscience"] = "Engineering", ["technology"] = "Engineering", ["programming"] = "Engineering",
        ["finance"] = "Economics", ["psychology"] = "Education", ["business"] = "Management", ["accounting"] = "Management",
        ["politics"] = "Law", ["politicalscience"] = "Law", ["agriculture"] = "Agronomy", ["military"] = "Military Science",
        ["literature"] = "Literature and Arts", ["arts"] = "Literature and Arts", ["music"] = "Literature and Arts",
        ["linguistics"] = "Literature and Arts", ["health"] = "Medicine",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public override string Name => "domain";

    public override string About => "The field of knowledge a question belongs to, and its topic.";

    public override ModelRole Role => ModelRole.Annotator;

    public override RubricSubject Subject => RubricSubject.Question;

    public override ImmutableArray<string> Columns => ["domain", "topic"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
    [
        new ChoiceField("domain", options.Domains)
        {
            Synonyms = Synonyms.RemoveRange(Synonyms.Where(pair => !options.Domains.Contains(pair.Value)).Select(pair => pair.Key)),
            Aliases = ["discipline", "field"],
        },
        options.Topics.IsEmpty
            ? new TopicField("topic") { Aliases = ["subtopic", "subfield"] }
            : new ChoiceField("topic", options.Topics) { Aliases = ["subtopic", "subfield"] },
    ];

    public override ImmutableSortedDictionary<string, string> Lists(RubricOptions options) => new Dictionary<string, string>
    {
        ["domains"] = string.Join('\n', options.Domains.Select(Line)),
        ["topics"] = options.Topics.IsEmpty
            ? "one to four words, as the contents page of a textbook has them: graph theory, contract law, cell division."
            : "exactly one of these:\n" + string.Join('\n', options.Topics.Select(topic => $"- {topic}")),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // Where the model words the topic itself, a template may say so in its own way.
    public override ImmutableArray<string> Needed(RubricOptions options) =>
        options.Topics.IsEmpty ? base.Needed(options).Remove("topics") : base.Needed(options);

    public override IEnumerable<Problem> Check(RubricOptions options) =>
        base.Check(options).Concat(CheckNames("domains", options.Domains))
            .Concat(options.Topics.IsEmpty ? [] : CheckNames("topics", options.Topics));

    public override RubricReading Conclude(ReplyValues reply, RubricInput input) =>
        RubricReading.Of(("domain", FeatureValue.Of(reply.Text("domain"))), ("topic", FeatureValue.Of(reply.Text("topic"))));

    static string Line(string name) =>
        KnowledgeDomain.BuiltIn.FirstOrDefault(domain => domain.Name == name) is { } known ? $"- {name}: {known.Description}" : $"- {name}";
}
