using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>One reading of one file: its problems so far, and the expressions to check once all is read.</summary>
sealed class SpecReading
{
    /// <summary>Most problems one reading tells; a file with more is not mended by a longer list.</summary>
    public const int MostProblems = 100;

    /// <summary>Longer names are not searched for misspellings.</summary>
    const int LongestName = 64;

    /// <summary>Of more names only the first are searched.</summary>
    const int MostCandidates = 200;

    readonly string _yaml;
    readonly string _file;
    readonly List<Problem> _problems = [];
    readonly List<(YamlScalar Scalar, FeatureKind Expected)> _expressions = [];
    bool _more;

    /// <summary>A byte order mark is not part of the text.</summary>
    public SpecReading(string yaml, string file) => (_yaml, _file) = (yaml.StartsWith('\uFEFF') ? yaml[1..] : yaml, file);

    /// <summary>The root map; null with a problem when the file has none.</summary>
    public MapReader? Root(SpecShape shape) =>
        YamlTree.Read(_yaml, _file, _problems) switch
        {
            null or YamlRefused => null,
            YamlMap map => new MapReader(this, map, "", shape),
            var other => Stop(other),
        };

    /// <summary>Remembers a problem.</summary>
    public void Report(Place at, string what, string? expected = null, string? fix = null)
    {
        if (_problems.Count < MostProblems) _problems.Add(new(what, _file, at.Line, at.Column, expected, fix));
        else _more = true;
    }

    /// <summary>“Did you mean …?”, or null when nothing is near.</summary>
    public string? DidYouMean(string name, IEnumerable<string> names)
    {
        if (_problems.Count >= MostProblems || name.Length is < 2 or > LongestName) return null;
        return NearestName.DidYouMean(name, names.Where(other => other.Length <= LongestName).Take(MostCandidates));
    }

    /// <summary>Says that not all problems are told.</summary>
    public static Problem More(string file) => new("There are more problems.", file, Fix: "Mend these first.");

    /// <summary>Remembers an expression for <see cref="Check"/>.</summary>
    public string Expression(YamlScalar scalar, FeatureKind expected)
    {
        _expressions.Add((scalar, expected));
        return scalar.Text;
    }

    /// <summary>Has the expressions checked.</summary>
    public void Check(ExpressionCheck? check, RunSpec spec)
    {
        if (check is null) return;
        foreach (var (scalar, expected) in _expressions.TakeWhile(_ => !_more))
            foreach (var problem in check(scalar.Text, expected, spec).TakeWhile(_ => !_more))
                if (_problems.Count < MostProblems) _problems.Add(InFile(problem, scalar));
                else _more = true;
    }

    /// <summary>The value, or all problems in the order of their places.</summary>
    public Checked<T> Result<T>(T? value) where T : class
    {
        if (value is not null && _problems.Count == 0) return new(value);
        var inOrder = _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).Distinct();
        return new(_more ? inOrder.Append(More(_file)) : inOrder);
    }

    Problem InFile(Problem problem, YamlScalar scalar)
    {
        var lineStart = 0;
        for (var line = 1; line < (problem.Line ?? 1); line++)
        {
            var newline = scalar.Text.IndexOf('\n', lineStart);
            if (newline < 0) break;
            lineStart = newline + 1;
        }

        var at = TextPlaces.Of(_yaml, scalar, lineStart + Math.Max(0, (problem.Column ?? 1) - 1));
        return problem with { Where = _file, Line = at.Line, Column = at.Column };
    }

    MapReader? Stop(YamlNode root)
    {
        Report(root.At, $"The file is {YamlKind.Of(root)}.", "a map of keys such as `run: my-run`");
        return null;
    }
}
