using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>Requests as somebody sends them who means ill, or whose program is broken.</summary>
static class Hostile
{
    // What stands in a body in place of a value; written as JSON, or as something that looks like it.
    static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "1e999", "1e400", "99999999999999999999999", "18446744073709551616",
        "[]", "{}", "[null]", "[[[[]]]]",
        "{\"name\": null}", "\"\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\ufeff\u202e\"",
        "\"\u2066x\u2069\"",
        "\"\\u001b[2J\\u001b]0;x\\u0007\"", "\"\u009b31m\"", "\"\u0085\u2028\"", "\"\U0010ffff\ufffe\"", "\"\u0301\u0301\u0301\"",
        "\"../../../etc/passwd\"", "\"/proc/self/environ\"", "\"CON\"", "\".\"", "\"..\"", "\"<script>\"", "\"a: [b\"",
        "\"*a\"", "\"&a [*a, *a]\"",
        "\"percentile(percentile(level))\"", "\"1/0\"", "\"((((\"", "\"x ^ 9999999999\"", "\"{{{{[[[[\"", "\"level % 0 > pow(9e99, 9e99)\"",
        "\"where: \\\"\\u202e\\\"\"", $"\"{new string('n', 300)}\"", $"\"{new string('é', 5000)}\"", $"\"{new string('x', 200_000)}\"",
    ];

    static readonly string[] Letters =
    [
        "(", ")", "^", "{", "]", ":", "#", "-", "&", "*", "'", "\"", "\\", "/", "..", "0", "é", "\u2028", "999999999",
        " and ", "!", "\n", "\0", "\t",
        "\\u0000", "\\ud83d", "\\u001b[31m", "\u202e", "\u200b", "\u009b", "\ufeff", "😀",
    ];

    // Percent-encoded as they are; the one that is no text is half a character.
    static readonly string[] Parts =
    [
        "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%1B%5B2J", "%C2%9B31m", "%E2%80%AE", "%EF%BB%BF", "..%2F..%2Fetc", "%2e%2e",
        "%252e%252e", ".", "..", "%20",
        "CON", "null", "true", "-1", "0", "1e308", "99999999999999999999999", "%5B%5D", "%7B%7D",
        "%3Cscript%3E", "a%0D%0Ab", "%2A", "%25", "%F0%9F%98%80",
        new('n', 300), new('x', 5000),
    ];

    /// <summary>A part of an address.</summary>
    public static string Part(Random random) => Parts[random.Next(Parts.Length)];

    /// <summary>A body that was sound once. A third of them lose, gain or swap letters anywhere; the others stay JSON, and members are
    /// gone, have another name, another value, or another letter.</summary>
    public static byte[] Body(Random random, string sound)
    {
        var body = random.Next(3) > 0 ? WithOtherMembers(random, sound) : WithOtherLetters(random, sound);
        var bytes = Encoding.UTF8.GetBytes(random.Next(12) == 0 ? new string('[', 200) + body : body);
        if (random.Next(12) == 0) return bytes[..random.Next(bytes.Length)];
        // No text at all: a byte that UTF-8 does not have.
        if (random.Next(12) == 0 && bytes.Length > 0) bytes[random.Next(bytes.Length)] = 0xff;
        return bytes;
    }

    static string WithOtherMembers(Random random, string sound)
    {
        var members = JsonElement.Parse(sound).EnumerateObject().Select(member => (member.Name, Value: member.Value.GetRawText())).ToList();
        for (var times = random.Next(1, 4); times > 0 && members.Count > 0; times--)
        {
            var at = random.Next(members.Count);
            var (name, value) = members[at];
            switch (random.Next(8))
            {
                case 0:
                    members.RemoveAt(at);
                    break;
                case 1:
                    members[at] = (WithAnotherLetter(random, name), value);
                    break;
                case 2:
                    members[at] = (name, JsonSerializer.Serialize(new string("x([{:\n\t"[random.Next(7)], random.Next(1, 6000))));
                    break;
                case < 6 when value.Length > 4:
                    members[at] = (name, value[0] + WithAnotherLetter(random, value[1..^1]) + value[^1]);
                    break;
                default:
                    members[at] = (name, Values[random.Next(Values.Length)]);
                    break;
            }
        }

        return $"{{{string.Join(", ", members.Select(member => $"\"{member.Name}\": {member.Value}"))}}}";
    }

    static string WithOtherLetters(Random random, string body)
    {
        for (var times = random.Next(1, 4); times > 0 && body.Length > 0; times--) body = WithAnotherLetter(random, body);
        return body;
    }

    static string WithAnotherLetter(Random random, string text)
    {
        if (text.Length == 0) return text;
        var at = random.Next(text.Length);
        return random.Next(2) == 0
            ? text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at))
            : text.Insert(at, Letters[random.Next(Letters.Length)]);
    }
}
