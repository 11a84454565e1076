using System.Collections.Immutable;
using System.Text;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Data.Tests.Log;

/// <summary>Facts of every kind with everything in them that their types allow.</summary>
static class FactGen
{
    /// <summary>Any UTF-16, lone surrogates and control characters included.</summary>
    public static readonly Gen<string> RawText = Gen.OneOf(
        Gen.String,
        Gen.OneOf("\u0000\u0001\u001f\u007f\"\\/\r\n\t\b", "\ud83d\ude00 ∑ 因此 \u2028\ufeff",
            "\udc00\ud800", "\ud83d", "</script>", "\ufffd"));

    /// <summary>Text as Unicode knows it.</summary>
    public static readonly Gen<string> WellFormed = RawText.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    static readonly Gen<Digest> AnyDigest = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new Digest(new UInt128(high, low)));
    static readonly Gen<QuestionId> AnyQuestionId = AnyDigest.Select(digest => new QuestionId(digest.Value));
    static readonly Gen<TraceId> AnyTraceId = AnyDigest.Select(digest => new TraceId(digest.Value));
    static readonly Gen<int?> AnyCount = Gen.Nullable(Gen.Int);
    static readonly Gen<TokenUsage> AnyUsage = Gen.Select(AnyCount, AnyCount, AnyCount, (p, c, r) => new TokenUsage(p, c, r));
    static readonly Gen<ModelRole> AnyRole = Gen.Enum<ModelRole>();

    static readonly Gen<double> AnyNumber = Gen.OneOf(
        Gen.Double, Gen.OneOf(0.0, -0.0, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, 1e23, 0.1));

    /// <summary>Facts with this kind of text.</summary>
    public static Gen<Fact> Of(Gen<string> text) =>
        Gen.OneOf(Intake(text), ResponseOf(text), Attempt(text), Annotation(text), Seal(text), Reopen, Removal(text));

    static Gen<SourceRow> Origin(Gen<string> text) =>
        Gen.Select(Gen.Int, text, Gen.Long, text.Null(), (source, file, row, via) => new SourceRow(source, file, row, via));

    static Gen<Rejection> Rejected(Gen<string> text) => Gen.Select(text, text, (reason, detail) => new Rejection(reason, detail));

    static Gen<ImmutableSortedDictionary<string, T>> Named<T>(Gen<string> text, Gen<T> value) =>
        Gen.Dictionary(text, value)[0, 4].Select(pairs => pairs.ToImmutableSortedDictionary());

    static Gen<Question> QuestionOf(Gen<string> text) => Gen.Select(
        Gen.Select(text, text.Null(), text.Array[0, 4], text),
        Gen.Select(text.Null(), Named(text, text), Named(text, Gen.OneOf(AnyNumber, Gen.Const(double.NaN))), AnyQuestionId),
        (a, b) => new Question
        {
            Text = a.Item1,
            Reference = a.Item2,
            Options = [.. a.Item3],
            Source = a.Item4,
            License = b.Item1,
            Labels = b.Item2,
            Scores = b.Item3,
            Id = b.Item4,
        });

    static Gen<Fact> Intake(Gen<string> text) => Gen.Select(
        AnyDigest, Origin(text), QuestionOf(text).Null(), Rejected(text).Null(),
        (digest, origin, question, rejected) =>
            (Fact)new IntakeFact { FileDigest = digest, Origin = origin, Question = question, Rejected = rejected });

    static Gen<Fact> ResponseOf(Gen<string> text) => Gen.Select(
        Gen.Select(AnyQuestionId, AnyDigest, Gen.Int, text, AnyRole, Gen.Nullable(Origin(text))),
        Gen.Select(text.Null(), text.Null(), text.Null(), Gen.Nullable(AnyUsage), text.Null(), text.Null()),
        (a, b) => (Fact)new ResponseFact
        {
            Question = a.Item1,
            Response = new Response
            {
                Request = a.Item2,
                Sample = a.Item3,
                Model = a.Item4,
                Role = a.Item5,
                Content = b.Item1,
                Reasoning = b.Item2,
                FinishReason = b.Item3,
                Usage = b.Item4,
                Endpoint = b.Item5,
            },
            Origin = a.Item6,
            Run = b.Item6,
            Rubric = b.Item5,
            About = b.Item5 is null ? null : new TraceId((ulong)a.Item3),
        });

    static Gen<Fact> Attempt(Gen<string> text) => Gen.Select(
        Gen.Select(AnyQuestionId, AnyDigest, Gen.Int, Gen.Int), Gen.Select(AnyRole, text, Rejected(text), Gen.Nullable(Origin(text))),
        (a, b) => (Fact)new AttemptFact
        {
            Question = a.Item1,
            Request = a.Item2,
            Sample = a.Item3,
            Number = a.Item4,
            Role = b.Item1,
            Model = b.Item2,
            Failure = b.Item3,
            Origin = b.Item4,
            Rubric = a.Item3 > 0 ? b.Item2 : null,
            About = a.Item3 > 1 ? new TraceId((ulong)a.Item4) : null,
        });

    static Gen<FeatureValue> Value(Gen<string> text) => Gen.OneOf(
        Gen.Const(FeatureValue.Null), Gen.Bool.Select(flag => FeatureValue.Of(flag)), AnyNumber.Select(FeatureValue.Of),
        text.Select(FeatureValue.Of));

    static Gen<Evidence> EvidenceOf(Gen<string> text) =>
        Gen.Select(text, Gen.Int, Gen.Int, (label, start, length) => new Evidence(label, start, length));

    static Gen<Fact> Annotation(Gen<string> text) => Gen.Select(
        Gen.Select(AnyQuestionId, Gen.Nullable(AnyTraceId), text, AnyDigest),
        Gen.Select(Named(text, Value(text)), EvidenceOf(text).Array[0, 3]),
        (a, b) => (Fact)new AnnotationFact
        {
            Question = a.Item1,
            Trace = a.Item2,
            Annotator = a.Item3,
            Request = a.Item4,
            Values = b.Item1,
            Evidence = [.. b.Item2],
        });

    static Gen<SealedTrace> Sealed(Gen<string> text) =>
        Gen.Select(AnyTraceId, AnyDigest, Named(text, Value(text)), (trace, said, values) => new SealedTrace(trace, said, values));

    static Gen<Fact> Seal(Gen<string> text) => Gen.Select(AnyQuestionId, AnyDigest, Gen.Int[0, 9], Sealed(text).Array[0, 3],
        (question, plan, generation, traces) =>
            (Fact)new SealFact { Question = question, Plan = plan, Generation = generation, Traces = [.. traces] });

    static readonly Gen<Fact> Reopen = Gen.Select(AnyQuestionId, AnyTraceId, Gen.Int[0, 9],
        (question, trace, number) => (Fact)new ReopenFact { Question = question, Trace = trace, Number = number });

    static Gen<Fact> Removal(Gen<string> text) => Gen.Select(
        Gen.Select(AnyQuestionId, AnyDigest, Gen.Int[0, 9]), Gen.Select(text.Null(), text.Null(), text.Null(), Gen.Nullable(AnyQuestionId)),
        (a, b) => (Fact)new RemovalFact
        {
            Question = a.Item1,
            Rule = a.Item2,
            Number = a.Item3,
            Reason = b.Item1,
            Detail = b.Item2,
            Matched = b.Item3,
            Of = b.Item4,
        });
}
