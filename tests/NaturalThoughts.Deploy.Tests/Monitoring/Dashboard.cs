using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Deploy.Tests.Monitoring;

/// <summary>A dashboard as Grafana is given it.</summary>
/// <param name="Name">Its file, without folder and ending.</param>
/// <param name="Json">What stands in it.</param>
sealed record Dashboard(string Name, JsonElement Json)
{
    /// <summary>All there are.</summary>
    public static ImmutableArray<Dashboard> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Server.Tests.Support.Repository.Root, "deploy", "grafana", "dashboards"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(path => new Dashboard(
                Path.GetFileNameWithoutExtension(path), JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path)))),
    ];

    /// <summary>By what others link to it.</summary>
    public string Uid => Json.GetProperty("uid").GetString()!;

    /// <summary>Its variables.</summary>
    public IEnumerable<JsonElement> Variables => Json.GetProperty("templating").GetProperty("list").EnumerateArray();

    /// <summary>All panels, rows among them.</summary>
    public IEnumerable<Panel> Everything => Json.GetProperty("panels").EnumerateArray().Select(panel => new Panel(this, panel));

    /// <summary>The panels that show something.</summary>
    public IEnumerable<Panel> Panels => Everything.Where(panel => panel.Type != "row");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A panel of a dashboard.</summary>
/// <param name="Dashboard">Whose.</param>
/// <param name="Json">What stands in it.</param>
sealed record Panel(Dashboard Dashboard, JsonElement Json)
{
    /// <summary>Its number.</summary>
    public int Id => Json.GetProperty("id").GetInt32();

    /// <summary>Its kind.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>What stands above it.</summary>
    public string Title => Json.GetProperty("title").GetString()!;

    /// <summary>What it asks for.</summary>
    public IEnumerable<JsonElement> Targets => Json.GetProperty("targets").EnumerateArray();

    /// <summary>What it asks for, in PromQL.</summary>
    public IEnumerable<string> Expressions => Targets.Select(target => target.GetProperty("expr").GetString()!);

    /// <summary>The squares of the grid it takes.</summary>
    public IEnumerable<(int X, int Y)> Squares
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            var (x, y, width, height) = (Of("x"), Of("y"), Of("w"), Of("h"));
            return from column in Enumerable.Range(x, width) from line in Enumerable.Range(y, height) select (column, line);

            int Of(string name) => place.GetProperty(name).GetInt32();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Dashboard.Name}: {Title}";
}
