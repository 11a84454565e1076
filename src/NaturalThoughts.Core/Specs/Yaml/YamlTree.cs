using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>Reads one YAML document into nodes that know their place. Anchors, aliases, tags and further documents are refused, and what
/// may be read is bounded, so that no text can make it slow or large.</summary>
sealed class YamlTree
{
    /// <summary>Most characters of a file.</summary>
    public const int LongestText = 1 << 20;

    /// <summary>Most levels of lists and maps.</summary>
    public const int DeepestLevel = 32;

    /// <summary>Most values and keys of a file.</summary>
    public const int MostNodes = 10_000;

    readonly string _yaml;
    readonly string _file;
    readonly List<Problem> _problems;
    readonly Parser _parser;
    int _nodes;
    ParsingEvent _event = new StreamStart();

    YamlTree(string yaml, string file, List<Problem> problems) =>
        (_yaml, _file, _problems, _parser) = (yaml, file, problems, new Parser(new StringReader(yaml)));

    /// <summary>The document's root; null when there is none to go on with, which a problem then explains.</summary>
    public static YamlNode? Read(string yaml, string file, List<Problem> problems)
    {
        if (yaml.Length > LongestText)
        {
            problems.Add(new($"The file has {yaml.Length} characters.", file, Expected: $"at most {LongestText}",
                Fix: "Keep data in data files."));
            return null;
        }

        try
        {
            return new YamlTree(yaml, file, problems).Document();
        }
        catch (Unreadable unreadable)
        {
            problems.Add(unreadable.Problem);
            return null;
        }
    }

    YamlNode Document()
    {
        Next();
        Next();
        if (_event is StreamEnd) throw Refuse("The file is empty.", new(1, 1), "keys such as `run: my-run`");
        Next();
        var root = Node(0);
        Next();
        Next();
        if (_event is DocumentStart)
            throw Refuse("A second document starts here.", PlaceOf(_event), "one document in a file",
                "Remove the line `---` and what follows, or move it to its own file.");
        return root;
    }

    /// <summary>The node the current event starts; afterwards the current event is its last one.</summary>
    YamlNode Node(int level)
    {
        if (++_nodes > MostNodes) throw Refuse($"The file has more than {MostNodes} values.", PlaceOf(_event), $"at most {MostNodes}");
        if (level > DeepestLevel)
            throw Refuse($"Lists and maps are nested more than {DeepestLevel} deep.", PlaceOf(_event), $"at most {DeepestLevel} levels");
        var at = PlaceOf(_event);
        if (_event is AnchorAlias alias)
        {
            Add(At(at, $"`*{MapReader.Cut(alias.Value.Value)}` is a YAML alias; a spec has none.", null,
                "Write the value out; put a text that starts with `*` in quotes."));
            return new YamlRefused(at);
        }

        if (_event is NodeEvent node) RefuseProperties(node, at);
        return _event switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style, (int)scalar.Start.Index, at),
            SequenceStart => List(level, at),
            MappingStart => Map(level, at),
            _ => throw Refuse("This is not a value.", at, "a text, a number, a list or a map"),
        };
    }

    void RefuseProperties(NodeEvent node, Place at)
    {
        if (!node.Anchor.IsEmpty)
            Add(At(at, $"`&{MapReader.Cut(node.Anchor.Value)}` is a YAML anchor; a spec has none.", null,
                "Write the value out where it is needed; put a text that starts with `&` in quotes."));
        if (!node.Tag.IsEmpty)
            Add(At(at, "A YAML tag stands here; a spec has none.", null,
                "Remove it; put a text that starts with `!` in quotes."));
    }

    YamlList List(int level, Place at)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        for (Next(); _event is not SequenceEnd; Next())
        {
            if (Node(level + 1) is var item and not YamlRefused) items.Add(item);
        }

        return new(items.ToImmutable(), at);
    }

    YamlMap Map(int level, Place at)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        for (Next(); _event is not MappingEnd; Next())
        {
            var key = Node(level + 1);
            Next();
            var value = Node(level + 1);
            if (key is YamlList or YamlMap)
                Add(At(key.At, "A list or map stands where a key should be.", "a name",
                    "Put a text that starts with `{` or `[` in quotes."));
            if (key is not YamlScalar name) continue;
            if (seen.TryAdd(name.Text, name.At)) entries.Add(new(name, value));
            else Add(At(name.At, $"`{MapReader.Cut(name.Text)}` stands twice in this map; first in line {seen[name.Text].Line}.", null,
                "Keep one of them."));
        }

        return new(entries.ToImmutable(), at);
    }

    void Add(Problem problem)
    {
        if (_problems.Count == SpecReading.MostProblems) throw new Unreadable(SpecReading.More(_file));
        _problems.Add(problem);
    }

    void Next()
    {
        try
        {
            _parser.MoveNext();
            _event = _parser.Current!;
        }
        catch (YamlException error)
        {
            throw new Unreadable(YamlSyntax.Explain(_yaml, _file, error.Message, PlaceOf(error.Start)));
        }
        catch (ArgumentException)
        {
            // How YamlDotNet 18 answers a tag that is no URI: `!![`.
            throw Refuse("A YAML tag stands here; a spec has none.", PlaceOf(_event.End), null,
                "Remove it; put a text that starts with `!` in quotes.");
        }
        catch (InvalidOperationException)
        {
            // How YamlDotNet 18 answers a key that runs over a line's end inside [ ]: `a: [b, c⏎d: 3`.
            throw new Unreadable(YamlSyntax.Explain(_yaml, _file, "A list in [ ] is not closed.", PlaceOf(_event.End)));
        }
    }

    Unreadable Refuse(string what, Place at, string? expected, string? fix = null) => new(At(at, what, expected, fix));

    Problem At(Place at, string what, string? expected, string? fix) => new(what, _file, at.Line, at.Column, expected, fix);

    static Place PlaceOf(ParsingEvent parsed) => PlaceOf(parsed.Start);

    static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>Ends the reading where nothing after it can be made sense of; never leaves this file.</summary>
    sealed class Unreadable(Problem problem) : Exception
    {
        public Problem Problem { get; } = problem;
    }
}
