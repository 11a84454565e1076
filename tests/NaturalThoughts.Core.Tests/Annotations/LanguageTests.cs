using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Annotations;

/// <summary>In which language questions and traces are.</summary>
public sealed class LanguageTests
{
    static readonly AnnotatorSet Set = AnnotatorSet.Of(["language"], new LimitsSpec(), new CountsWords()).Value!;

    [Theory]
    [InlineData("en", "A farmer has twelve apples and gives three of them away. How many are left?")]
    [InlineData("en", "What is the derivative of $f(x) = x^2$ at $x = 3$?")]
    [InlineData("de", "Ein Zug fährt um neun Uhr ab und braucht zwei Stunden. Wann ist er da?")]
    [InlineData("de", "Wie groß ist die Fläche eines Kreises mit dem Radius 3?")]
    [InlineData("fr", "Un train part à neuf heures et met deux heures. Quand est-ce qu'il arrive ?")]
    [InlineData("fr", "Quelle est la somme des angles d'un triangle ?")]
    [InlineData("es", "Un agricultor tiene doce manzanas y regala tres. ¿Cuántas le quedan?")]
    [InlineData("es", "Si el perímetro del cuadrado es 12, ¿cuál es su área?")]
    [InlineData("pt", "Um agricultor tem doze maçãs e dá três delas. Quantas ainda não foram dadas?")]
    [InlineData("pt", "Qual é a soma dos ângulos de um triângulo em uma superfície plana?")]
    [InlineData("it", "Un contadino ha dodici mele e ne regala tre. Quante sono le mele che gli restano?")]
    [InlineData("ca", "Quina és la suma dels angles d'un triangle i com es calcula amb aquesta regla?")]
    [InlineData("nl", "Een boer heeft twaalf appels en geeft er drie weg. Hoe veel zijn er nog over van de appels?")]
    [InlineData("sv", "En bonde har tolv äpplen och ger bort tre. Hur många är kvar, och vad är en fjärdedel av dem?")]
    [InlineData("da", "Hvad er summen af vinklerne i en trekant, og hvorfor er det ikke altid sådan på en kugle?")]
    [InlineData("no", "Hva er summen av vinklene i en trekant, og hvorfor er det ikke alltid slik på en kule?")]
    [InlineData("fi", "Maanviljelijällä on kaksitoista omenaa, ja hän antaa niistä kolme pois. Kuinka monta on jäljellä?")]
    [InlineData("pl", "Jaka jest suma kątów w trójkącie i dlaczego to nie jest prawda na kuli?")]
    [InlineData("cs", "Jaký je součet úhlů v trojúhelníku a proč to není pravda na kouli, když je velká?")]
    [InlineData("sk", "Aký je súčet uhlov v trojuholníku a prečo to nie je pravda na guli, keď je veľká?")]
    [InlineData("hr", "Koliko je zbroj kutova u trokutu i zašto to nije istina na kugli?")]
    [InlineData("hu", "Mennyi egy háromszög szögeinek összege, és miért nem igaz ez a gömbön?")]
    [InlineData("ro", "Care este suma unghiurilor într-un triunghi și de ce nu este aceeași pe o sferă?")]
    [InlineData("tr", "Bir çiftçinin on iki elması var ve üç tanesini veriyor. Kaç elma kalır ve bu neden böyle?")]
    [InlineData("vi", "Tổng các góc của một tam giác là bao nhiêu và tại sao?")]
    [InlineData("id", "Berapa jumlah sudut dalam sebuah segitiga dan mengapa itu tidak berlaku pada bola?")]
    [InlineData("ru", "Чему равна сумма углов треугольника и почему это не так на сфере?")]
    [InlineData("uk", "Чому дорівнює сума кутів трикутника і чому це не так на сфері, якщо він великий?")]
    [InlineData("bg", "Колко е сумата от ъглите на триъгълник и защо това не е така върху сфера?")]
    [InlineData("sr", "Колики је збир углова у троуглу и зашто то није тако на сфери?")]
    [InlineData("ar", "ما هو مجموع زوايا المثلث، ولماذا لا يكون هذا صحيحا على الكرة؟")]
    [InlineData("fa", "مجموع زوایای یک مثلث چند است و چرا این در کره درست نیست؟")]
    [InlineData("ur", "مثلث کے زاویوں کا مجموعہ کیا ہے اور یہ کرہ پر کیوں درست نہیں ہے؟")]
    [InlineData("hi", "त्रिभुज के कोणों का योग क्या है और यह गोले पर सही क्यों नहीं है?")]
    [InlineData("mr", "त्रिकोणाच्या कोनांची बेरीज किती आहे आणि ती गोलावर का बदलते?")]
    [InlineData("zh", "三角形的内角和是多少？为什么在球面上不是这样？")]
    [InlineData("zh", "设函数 f(x) = x^2 + 3x，求 f 在 x = 1 处的导数。")]
    [InlineData("ja", "三角形の内角の和はいくつですか。球面上ではなぜ違うのですか。")]
    [InlineData("ko", "삼각형의 내각의 합은 얼마이며, 구면에서는 왜 다른가?")]
    [InlineData("el", "Ποιο είναι το άθροισμα των γωνιών ενός τριγώνου;")]
    [InlineData("he", "מהו סכום הזוויות במשולש?")]
    [InlineData("th", "ผลรวมของมุมในรูปสามเหลี่ยมเป็นเท่าใด")]
    [InlineData("bn", "একটি ত্রিভুজের কোণগুলির যোগফল কত?")]
    [InlineData("ta", "ஒரு முக்கோணத்தின் கோணங்களின் கூட்டுத்தொகை என்ன?")]
    [InlineData("ka", "რას უდრის სამკუთხედის კუთხეების ჯამი?")]
    public void QuestionLanguage_Sentence_IsTold(string language, string question) => Assert.Equal(language, Of(question));

    [Theory]
    [InlineData("")]
    [InlineData("12 * 3 = ?")]
    [InlineData("$$\\int_0^1 x^2 dx$$")]
    [InlineData("x y z a b c d e f g")]
    [InlineData("```python\nfor i in range(10): print(the_of_and)\n```")]
    [InlineData("Bonjour 你好你好 hello мир мир привет")]
    [InlineData("Cho = 14 * 8. Cho hiked 112 km, cho!")]
    [InlineData("Lorem ipsum dolor sit amet consectetur")]
    public void QuestionLanguage_NothingToTellItBy_IsNull(string question) => Assert.Null(Of(question));

    [Fact]
    public void TraceLanguage_Reasoning_IsWhatCounts()
    {
        Assert.Equal(("zh", "en"), Trace("首先我们计算十二乘以三，得到三十六。", "What is the answer? It is 36."));
        Assert.Equal(("de", "en"), Trace(null, "Die Antwort ist 36, weil das die Summe von 12 und 24 ist."));
        Assert.Equal((null, "en"), Trace(null, null));
    }

    [Fact]
    public void TraceLanguage_LongText_IsReadFromItsBeginning()
    {
        var english = string.Concat(Enumerable.Repeat("This is what we have to do for the answer. ", 500));

        Assert.Equal("en", Trace(english + new string('是', 100_000), null).Trace);
    }

    static string? Of(string question) => Values(question, null, "It.")["question_language"].Text;

    static (string? Trace, string? Question) Trace(string? reasoning, string? answer)
    {
        var values = Values("What is the sum of 12 and 24?", reasoning, answer);
        return (values["trace_language"].Text, values["question_language"].Text);
    }

    static IReadOnlyDictionary<string, FeatureValue> Values(string question, string? reasoning, string? answer)
    {
        var asked = new Question { Text = question, Id = QuestionId.Of(question), Source = "s" };
        var fact = new ResponseFact
        {
            Question = asked.Id,
            Response = new() { Request = Digest.Of("r"), Model = "m", Role = ModelRole.Teacher, Content = answer, Reasoning = reasoning },
        };
        return Set.AnnotateTrace(asked, fact, TraceParser.Parse(fact.Response)).Single(found => found.Annotator == "language").Values;
    }
}
