namespace NaturalThoughts.Core.Tests.Rubrics;

/// <summary>Replies as models write them.</summary>
public sealed class ReplyTests
{
    [Theory]
    // As asked.
    [InlineData("""{"because": "Little is said twice.", "verbosity": 3}""", "verbosity 3")]
    [InlineData("""{"verbosity": 0}""", "verbosity 0")]
    [InlineData("""{"verbosity":10,"because":"It rambles."}""", "verbosity 10")]
    // Around the object.
    [InlineData("Here is my rating:\n\n{\"because\": \"x\", \"verbosity\": 4}\n\nLet me know if you need more.", "verbosity 4")]
    [InlineData("```json\n{\"because\": \"x\", \"verbosity\": 5}\n```", "verbosity 5")]
    [InlineData("以下是评分：{\"because\": \"推理有些重复。\", \"verbosity\": 6} 谢谢！", "verbosity 6")]
    [InlineData("<think>Maybe {\"verbosity\": 9}? No.</think>\n{\"because\": \"x\", \"verbosity\": 2}", "verbosity 2")]
    [InlineData("The set {x, y} and \\frac{a}{b} matter [1]. {\"verbosity\": 7}", "verbosity 7")]
    [InlineData("[see the trace: {\"verbosity\": 7}", "verbosity 7")]
    // Several objects: the last word counts; what is nested in one that can be read does not.
    [InlineData("{\"verbosity\": 5}\nOn second thought:\n{\"verbosity\": 8}", "verbosity 8")]
    [InlineData("{\"verbosity\": 8} has the form {\"because\": \"...\", \"verbosity\": <whole number from 0 to 10>}", "verbosity 8")]
    [InlineData("""{"verbosity": 7, "details": {"verbosity": 3}}""", "verbosity 7")]
    [InlineData("""{"response": {"because": "x", "verbosity": 6}}""", "verbosity 6")]
    [InlineData("""[{"because": "x", "verbosity": 6}]""", "verbosity 6")]
    // Names and extra members.
    [InlineData("""{"Verbosity Score": 4}""", "verbosity 4")]
    [InlineData("""{"score": 4, "confidence": 0.9, "model": "x"}""", "verbosity 4")]
    [InlineData("""{"verbosity": 4, "score": 0.4}""", "verbosity 4")]
    [InlineData("""{"verbosty": 4}""", "verbosity 4")]
    [InlineData("""{"VERBOSITY": 4}""", "verbosity 4")]
    // Numbers.
    [InlineData("""{"verbosity": "7"}""", "verbosity 7")]
    [InlineData("""{"verbosity": "7/10"}""", "verbosity 7")]
    [InlineData("""{"verbosity": 7/10}""", "verbosity 7")]
    [InlineData("""{"verbosity": "7 out of 10"}""", "verbosity 7")]
    [InlineData("""{"verbosity": "seven"}""", "verbosity 7")]
    [InlineData("""{"verbosity": 6.54}""", "verbosity 6.5")]
    [InlineData("""{"verbosity": "6,5"}""", "verbosity 6.5")]
    // Not quite JSON.
    [InlineData("{'because': 'It's fine, isn't it', 'verbosity': 7}", "verbosity 7")]
    [InlineData("{\"because\": \"x\", \"verbosity\": 7,}", "verbosity 7")]
    [InlineData("{because: \"x\", verbosity: 7}", "verbosity 7")]
    [InlineData("{“because”: “x”, “verbosity”: 7}", "verbosity 7")]
    [InlineData("{\"because\": \"x\"\n \"verbosity\": 7}", "verbosity 7")]
    [InlineData("{\"because\": \"it says \"wait\" often\", \"verbosity\": 7}", "verbosity 7")]
    [InlineData("{\"because\": \"it says \"wait\", then \"hmm\"; no gain\", \"verbosity\": 7}", "verbosity 7")]
    [InlineData("{\"because\": \"first line\nsecond line \\(x\\)\", \"verbosity\": 7}", "verbosity 7")]
    [InlineData("{\"because\": \"x\", \"verbosity\": 7 // mostly fine\n}", "verbosity 7")]
    // No JSON at all.
    [InlineData("7", "verbosity 7")]
    [InlineData("**Verbosity:** 7/10", "verbosity 7")]
    [InlineData("verbosity: 3, or rather\nsubverbosity: 5\nverbosity = 7", "verbosity 7")]
    [InlineData("The reasoning is fine.\n\nVerbosity score: 7\n", "verbosity 7")]
    public void Read_Score_IsUnderstood(string reply, string said) => Assert.Equal(said, Judged.Read("verbosity", reply));

    [Theory]
    [InlineData("", "unreadable-reply: The reply is empty.")]
    [InlineData("  \n", "unreadable-reply: The reply is empty.")]
    [InlineData("""{"verbosity": 11}""", "unreadable-reply: `verbosity` is “11”, outside 0 to 10.")]
    [InlineData("""{"verbosity": -1}""", "unreadable-reply: `verbosity` is “-1”, outside 0 to 10.")]
    [InlineData("""{"verbosity": 70}""", "unreadable-reply: `verbosity` is “70”, outside 0 to 10.")]
    [InlineData("""{"verbosity": "14/20"}""", "unreadable-reply: `verbosity` is “14/20”, not a number from 0 to 10.")]
    [InlineData("""{"verbosity": "70%"}""", "unreadable-reply: `verbosity` is “70%”, not a number from 0 to 10.")]
    [InlineData("""{"verbosity": "6-7"}""", "unreadable-reply: `verbosity` is “6-7”, not a number from 0 to 10.")]
    [InlineData("""{"verbosity": "high"}""", "unreadable-reply: `verbosity` is “high”, not a number from 0 to 10.")]
    [InlineData("""{"verbosity": null}""", "unreadable-reply: `verbosity` is “null”, not a number from 0 to 10.")]
    [InlineData("""{"verbosity": {"low": 1, "high": 4}}""", "unreadable-reply: `verbosity` is an object, not a number from 0 to 10.")]
    [InlineData("""{"because": "It rambles."}""", "unreadable-reply: `verbosity` is missing.")]
    [InlineData("""{"because": "It rambles and""", "unreadable-reply: The reply breaks off before `verbosity`.")]
    [InlineData("""{"because": "x", "verbosity": 1""", "unreadable-reply: `verbosity` breaks off.")]
    [InlineData("{}", "unreadable-reply: The reply holds no JSON object with `verbosity`: it reads “{}”.")]
    [InlineData("The reasoning is rather wordy, I would say.",
        "unreadable-reply: The reply holds no JSON object with `verbosity`: it reads “The reasoning is rather wordy, I would say.”.")]
    [InlineData("""{"ausführlichkeit": 7}""",
        "unreadable-reply: The reply holds no JSON object with `verbosity`: it reads “{\"ausführlichkeit\": 7}”.")]
    [InlineData("I'm sorry, but I can't help with that.", "refused: The model refused: “I'm sorry, but I can't help with that.”")]
    [InlineData("I can’t assist with rating this content.", "refused: The model refused: “I can’t assist with rating this content.”")]
    [InlineData("抱歉，我无法评价这段内容。", "refused: The model refused: “抱歉，我无法评价这段内容。”")]
    public void Read_NoScore_IsRejectedWithAReason(string reply, string said) => Assert.Equal(said, Judged.Read("verbosity", reply));

    [Theory]
    [InlineData("""{"first": "36", "second": "35", "verdict": "different"}""", "disagree true")]
    [InlineData("""{"first": "36", "second": "36.0", "verdict": "SAME"}""", "disagree false")]
    [InlineData("""{"first": "36", "second": "none", "verdict": "unclear"}""", "disagree null")]
    [InlineData("""{"verdict": "diferent"}""", "disagree true")]
    [InlineData("""{"verdict": "Equivalent."}""", "disagree false")]
    [InlineData("""{"verdict": "not the same"}""", "disagree true")]
    [InlineData("""{"verdict": "different (36 against 35)"}""", "disagree true")]
    [InlineData("""{"disagree": true}""", "disagree true")]
    [InlineData("""{"disagree": False}""", "disagree false")]
    [InlineData("""{"same": "no"}""", "disagree true")]
    [InlineData("Different.", "disagree true")]
    [InlineData("First: 36\nSecond: 36\nVerdict: same", "disagree false")]
    [InlineData("""{"verdict": true}""", "unreadable-reply: `verdict` is “true”, not one of same, different, unclear.")]
    [InlineData("""{"verdict": "same or different"}""",
        "unreadable-reply: `verdict` is “same or different”, not one of same, different, unclear.")]
    [InlineData("""{"verdict": "verschieden"}""", "unreadable-reply: `verdict` is “verschieden”, not one of same, different, unclear.")]
    [InlineData("The two answers are not different.",
        "unreadable-reply: The reply holds no JSON object with `verdict`: it reads “The two answers are not different.”.")]
    public void Read_Disagreement_IsAFlagOrRejected(string reply, string said) => Assert.Equal(said, Judged.Read("disagree", reply));

    [Theory]
    [InlineData("""{"answer": "36", "verdict": "correct"}""", "correct true")]
    [InlineData("""{"answer": "35", "verdict": "incorrect"}""", "correct false")]
    [InlineData("""{"verdict": "Incorect"}""", "correct false")]
    [InlineData("""{"verdict": "cannot tell"}""", "correct null")]
    [InlineData("""{"correct": true}""", "correct true")]
    [InlineData("""{"is_correct": "no"}""", "correct false")]
    [InlineData("""{"result": "wrong"}""", "correct false")]
    [InlineData("Correct", "correct true")]
    [InlineData("""{"verdict": "partially correct"}""",
        "unreadable-reply: `verdict` is “partially correct”, not one of correct, incorrect, unclear.")]
    [InlineData("""{"verdict": "uncorrect"}""", "unreadable-reply: `verdict` is “uncorrect”, not one of correct, incorrect, unclear.")]
    public void Read_Correctness_IsAFlagOrRejected(string reply, string said) => Assert.Equal(said, Judged.Read("correct", reply));

    [Theory]
    [InlineData("""{"domain": "Science", "topic": "Number Theory"}""", "domain Science, topic number theory")]
    [InlineData("""{"domain": "literature & arts", "topic": "Sonnets."}""", "domain Literature and Arts, topic sonnets")]
    [InlineData("""{"domain": "Enginering", "topic": "gears"}""", "domain Engineering, topic gears")]
    [InlineData("""{"domain": "Science (Physics)", "topic": "optics"}""", "domain Science, topic optics")]
    [InlineData("""{"domain": "Computer Science", "topic": "hashing"}""", "domain Engineering, topic hashing")]
    [InlineData("""{"discipline": "law", "subfield": "contracts"}""", "domain Law, topic contracts")]
    [InlineData("Domain: History\nTopic: Roman roads", "domain History, topic roman roads")]
    [InlineData("""{"domain": "Law", "topic": "torts, the "reasonable man" test"}""",
        "domain Law, topic torts, the \"reasonable man\" test")]
    [InlineData("""{"domain": "Geoscience", "topic": "rocks"}""",
        "unreadable-reply: `domain` is “Geoscience”, not one of Engineering, Philosophy, Medicine, Economics, Science, Law, History, "
        + "Education, Management, Literature and Arts, Agronomy, Sociology, Military Science.")]
    [InlineData("""{"domain": "Science"}""", "unreadable-reply: `topic` is missing.")]
    [InlineData("""{"domain": "Science", "topic": ""}""", "unreadable-reply: `topic` is “”, not a few words.")]
    public void Read_Domain_IsOneOfTheListOrRejected(string reply, string said) => Assert.Equal(said, Judged.Read("domain", reply));

    [Theory]
    [InlineData("""{"because": "It is a proof.", "reasoning_type": "deductive"}""", "reasoning_type deductive")]
    [InlineData("""{"reasoning type": "Inductive reasoning"}""", "reasoning_type inductive")]
    [InlineData("""{"reasoning_type": "Abduction"}""", "reasoning_type abductive")]
    [InlineData("""{"reasoning_type": "deductive and inductive"}""",
        "unreadable-reply: `reasoning_type` is “deductive and inductive”, not one of deductive, inductive, abductive, analogical.")]
    public void Read_ReasoningType_IsOneOrRejected(string reply, string said) => Assert.Equal(said, Judged.Read("reasoning_type", reply));

    [Theory]
    [InlineData("""{"strategies": [{"count": 3, "name": "verification"}, {"count": 1, "name": "recall"}]}""", 2, 4, 10)]
    [InlineData("""{"strategies": [{"strategy": "Error Correction", "times": "2"}]}""", 1, 2, 5)]
    [InlineData("""{"strategies": ["verification", "verification", "recall"]}""", 2, 3, 7.5)]
    [InlineData("""{"strategies": {"verification": 3, "recall": 0}}""", 1, 3, 7.5)]
    [InlineData("""[{"count": 1, "name": "planning"}]""", 1, 1, 2.5)]
    [InlineData("""["planning", "synthesis"]""", 2, 2, 5)]
    [InlineData("""{"strategies": []}""", 0, 0, 0)]
    [InlineData("""{"strategies": "none"}""", 0, 0, 0)]
    [InlineData("""{"strategies": [{"count": 3, "name": "verification"}]""", 1, 3, 7.5)]
    public void Read_Strategies_AreCounted(string reply, double unique, double count, double density) =>
        Assert.Equal(FormattableString.Invariant($"reasoning_density {density}, strategies_count {count}, strategies_unique {unique}"),
            Judged.Read("strategies", reply));

    [Theory]
    [InlineData("""{"strategies": [{"count": 3, "name": "verification"}, {"count": 1,""", "`strategies` breaks off.")]
    [InlineData("""{"strategies": [{"count": -2, "name": "recall"}]}""", "`strategies` holds the count “-2” of recall.")]
    [InlineData("""{"strategies": [{"count": 5000, "name": "recall"}]}""", "`strategies` holds the count “5000” of recall.")]
    [InlineData("""{"strategies": "verification, recall"}""", "`strategies` is “verification, recall”, not a list.")]
    public void Read_StrategiesThatCannotBe_AreRejected(string reply, string why) =>
        Assert.Equal($"unreadable-reply: {why}", Judged.Read("strategies", reply));

    [Fact]
    public void Read_StrategyOfItsOwn_IsRejectedWithTheNamesThereAre() =>
        Assert.StartsWith("unreadable-reply: `strategies` holds “vibes”, which is none of verification, backtracking,",
            Judged.Read("strategies", """{"strategies": [{"count": 3, "name": "vibes"}]}"""));

    [Fact]
    public void Read_Strategies_LeaveWhatWasNamed() =>
        Assert.Equal(["recall", "verification", "verification"],
            Judged.Rubric("strategies").Read(Judged.Reply("""{"strategies": {"verification": 2, "recall": 1}}"""), Judged.Input)
                .Evidence.Select(seen => seen.Label));

    [Theory]
    [InlineData(null, """{"because": "x", "verbosity": 3}""", "stop", "verbosity 3")]
    [InlineData(null, "It repeats little.\n{\"verbosity\": 3}", "stop", "verbosity 3")]
    [InlineData("", """{"verbosity": 3}""", null, "verbosity 3")]
    [InlineData("""{"verbosity": 3}""", "Perhaps {\"verbosity\": 9}.", "stop", "verbosity 3")]
    [InlineData("<think>It repeats little. {\"verbosity\": 3}", null, "stop", "verbosity 3")]
    [InlineData(null, "Perhaps {\"verbosity\": 9}, but", "length",
        "unreadable-reply: The reply breaks off while the model is still reasoning.")]
    [InlineData(null, "I would say verbosity: 3", "stop",
        "unreadable-reply: The reply holds no JSON object with `verbosity`: it reads “I would say verbosity: 3”.")]
    [InlineData("The verbosity: 3", null, "length",
        "unreadable-reply: The reply breaks off before a JSON object with `verbosity`: it reads “The verbosity: 3”.")]
    [InlineData(null, null, "content_filter", "refused: The server withheld the reply: content_filter.")]
    public void Read_ReplyInAnyField_IsFound(string? content, string? reasoning, string? finish, string said) =>
        Assert.Equal(said, Judged.Read("verbosity", content, reasoning, finish));

    [Fact]
    public void Read_ListedTopics_AreTheOnlyOnes()
    {
        var rubric = Judged.Rubric("domain", new() { Domains = ["Here", "There"], Topics = ["Roads", "Rivers"] });

        Assert.Equal("domain There, topic Rivers", Said("""{"domain": "there", "topic": "rivers"}"""));
        Assert.Equal("unreadable-reply: `topic` is “Hills”, not one of Roads, Rivers.", Said("""{"domain": "Here", "topic": "Hills"}"""));
        Assert.Equal("unreadable-reply: `domain` is “Physics”, not one of Here, There.",
            Said("""{"domain": "Physics", "topic": "Roads"}"""));

        string Said(string reply) => Judged.Said(rubric.Read(Judged.Reply(reply), Judged.Input));
    }
}
