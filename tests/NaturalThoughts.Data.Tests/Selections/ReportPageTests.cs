using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections.Reports;
using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Data.Tests.Selections;

public sealed class ReportPageTests
{
    const string Hostile = "</div><script>alert(1)</script><img src=x onerror=alert(1)> &amp; ]]> \u202Edne \u0007 \uD800 \uFFFF \"'";

    static readonly string[] Elements =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2", "h3", "dl", "div", "dt", "dd", "figure", "pre",
        "code", "svg", "g", "text", "rect", "span", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "article", "section", "mark", "i",
        "footer",
    ];

    [Fact]
    public void Page_HostileTexts_AreTextAndNothingElse()
    {
        var page = XDocument.Parse(ReportPage.Of(Content(Hostile)));

        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, Elements));
        Assert.All(page.Descendants().Attributes(), attribute =>
            Assert.DoesNotMatch("^(href|src|srcset|style|action|on.*)$", attribute.Name.LocalName));
        const string shown = "</div><script>alert(1)</script><img src=x onerror=alert(1)> &amp; ]]> \uFFFDdne \uFFFD \uFFFD \uFFFD \"'";
        Assert.Equal(shown, page.Descendants("pre").Single().Value);
        Assert.Contains(page.Descendants("h1"), heading => heading.Value == shown);
        foreach (var part in (string[])["Question", "Reference", "Answer"])
            Assert.Contains(page.Descendants("section"), section => section.Value == part + shown);
        Assert.Contains(page.Descendants("mark"), mark => mark.Value == shown + shown);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == shown);
    }

    [Fact]
    public void Page_Policy_LetsNothingInButItsOwnStyle()
    {
        var page = XDocument.Parse(ReportPage.Of(Content("plain")));
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Descendants("style").Single().Value)));

        var policy = page.Descendants("meta").Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy");
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'", policy.Attribute("content")!.Value);
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value);
    }

    [Fact]
    public void Page_Funnel_AddsUp()
    {
        var svg = XDocument.Parse(ReportPage.Of(Content("plain"))).Descendants("svg").First();
        Assert.Equal(
            ["Pool", "600", "− 10 excluded", "− 90 where is false", "Eligible", "500", "− 200 over per_question", "Candidates", "300",
                "− 240 beyond the size asked for", "Taken", "60"],
            svg.Descendants("text").Select(text => text.Value));
    }

    [Fact]
    public void Page_AllThatHaveAShareAreTaken_DoesNotBlameTheSize()
    {
        var page = ReportPage.Of(Content("plain") with { Size = null });

        Assert.Contains("− 240 in strata without a share", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Columns_AreShownOrNamedAsMissingOrAsTheSame()
    {
        var page = XDocument.Parse(ReportPage.Of(Content("plain")));
        var emptied = ReportPage.Of(Content("plain") with { Selected = [] });
        var titles = page.Descendants("h3").Select(title => title.Value).ToList();
        var notes = page.Descendants("p").Select(note => note.Value).ToList();

        Assert.Contains("Known of no selected trace: <code>domain</code>, <code>reasoning_tokens</code>", emptied);
        Assert.Contains("Domain", titles);
        Assert.Contains("Traces that show a strategy", titles);
        Assert.DoesNotContain("Topic", titles);
        Assert.Contains(notes, note => note.StartsWith("Not annotated: topic, cluster, reasoning_type, model,", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("title"), hint => hint.Value
            == "Law: 40 of 60 selected (66.7 %), 400 of 600 in the pool (66.7 %)");
        Assert.Contains("In 60 traces of the selection and 200 of the pool, sampled by id.",
            page.Descendants("figcaption").Select(caption => caption.Value));
    }

    [Fact]
    public void Page_OtherSelections_AreComparedByTracesAndQuestions() => Assert.Contains(
        XDocument.Parse(ReportPage.Of(Content("plain"))).Descendants("tr").Select(row => string.Join(" | ", row.Elements().Select(cell => cell.Value))),
        row => row == "plain | 40 | 20 | 33.3 % | 0.250 | 30 | 0.600");

    static ReportContent Content(string text) => new()
    {
        Run = text,
        Selection = text,
        Recipe = text,
        Seed = 7,
        Size = 60,
        Taken = 60,
        Questions = 50,
        Pool = 600,
        Snapshot = "d1",
        LeftOut = [(false, "excluded", 10), (false, "where is false", 90), (true, "over per_question", 200)],
        Strata = [(text, 200, 40), ("other", 100, 20)],
        Selected = Counted(60),
        OfPool = Counted(600),
        Strategies = (
            StrategySample.Of([.. Enumerable.Repeat(new[] { text, text }, 60)]), StrategySample.Of([.. Enumerable.Repeat(new[] { "recall" }, 200)])),
        Shared = [new(text, (40, 20), (30, 30))],
        Unreadable = [text],
        Examples =
        [
            new()
            {
                Trace = new(1), Question = new(2), Text = text, Reference = text, Answer = text,
                Reasoning = [new(text), new(text, text), new("", LeftOut: 1234)],
                Strategies = ImmutableSortedDictionary<string, int>.Empty.Add(text, 2),
                Features = ImmutableSortedDictionary<string, FeatureValue>.Empty.Add(text, FeatureValue.Of(text)),
            },
        ],
    };

    static ImmutableArray<Distribution> Counted(int rows)
    {
        var counter = new DistributionCounter(DatasetSample.Schema);
        foreach (var row in DatasetSample.Rows(rows)) counter.Add(row.Features);
        return Distribution.Merge([counter.Result()]);
    }
}
