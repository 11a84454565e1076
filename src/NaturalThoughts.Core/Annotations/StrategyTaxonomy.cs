using System.Collections.Immutable;

namespace NaturalThoughts.Core.Annotations;

/// <summary>The 16 meta-reasoning strategies that <c>cues</c> looks for. Each is described, with what it does not cover, in
/// docs/strategies.md.</summary>
public static class StrategyTaxonomy
{
    const string I = "{let me|let's|let us|i should|i'll|i will|i can|i need to|we can|we should|we need to|i want to|i have to" +
        "|better|to|now}";

    /// <summary>Name and version of the table and of how it is matched.</summary>
    public const string Version = "cues@1";

    /// <summary>Places kept of each strategy; the count goes on.</summary>
    public const int MostPlaces = 8;

    /// <summary>The strategies in the order of their documentation.</summary>
    public static ImmutableArray<Strategy> BuiltIn { get; } =
    [
        new("verification", "Checks a result or a step that is already there.",
        [
            I + " {just |quickly |also |first |}{check|verify|confirm|double check|recheck|re check|test} {if|whether|that|this|it" +
                "|the|my|our|each|for|with|by|again|all|these|both}",
            "{double|triple|cross} {check|checking|checked}", "sanity check", "to {verify|confirm|double check}",
            "check {this|it|that|again|the {answer|result|calculation|math|work}}",
            "checking {this|it|that|again|my work|the}", "verify {this|that|it|again|the}", "verifying",
            "just to {be sure|make sure|be safe|confirm}",
            "{that|this|which} checks out", "^check", "i can verify", "does {this|that|it} {make sense|hold|work}",
        ]),
        new("backtracking", "Drops the present line of reasoning and goes back to an earlier point.",
        [
            "^wait", "but wait", "^hold on", "^no wait", "^oh wait",
            "{let me|let's|i should|i need to} {go back|back up|backtrack|start over|restart|start again|step back|take a step back" +
            "|re examine|reexamine|reconsider|rethink|re think|revisit|re evaluate|reevaluate|re read|reread}",
            "scratch that", "going back to", "{back|return|returning} to the {original|beginning|start|question|problem}",
            "start {over|from scratch|fresh}", "on second thought", "^reconsider",
        ]),
        new("error-correction", "Names a mistake of its own and mends it.",
        [
            "{i|we|i've|i have} {made|may have made|might have made|must have made|probably made} {a|an|some} {mistake|error" +
            "|miscalculation|arithmetic mistake|arithmetic error|slip}",
            "{that's|that is|this is|that was|which is} {wrong|incorrect|not right|not correct|a mistake}",
            "{that|this} {can't|cannot|doesn't|does not|isn't|is not} {be right|seem right|seem correct|right|make sense|add up}",
            "i {misread|misinterpreted|misunderstood|miscalculated|miscounted|misremembered|messed up|overlooked|forgot|mixed up" +
            "|confused}", "my {mistake|error|mistakes|bad}",
            "{correcting|to correct|let me correct|let's correct|correct} {that|this|it|myself|my}", "i was wrong",
            "i think i {messed up|made}", "{made|making} a mistake", "^actually no", "^oops",
        ]),
        new("alternatives", "Takes up another approach or another reading to compare with the present one.",
        [
            "^alternatively",
            "{another|a different|a second|an alternative|other|alternative} {way|approach|method|approaches|methods|ways|strategy" +
            "|interpretation|possibility|option is|angle|idea|perspective}",
            "^or {maybe|perhaps|we could|i could|alternatively}",
            "{different|other} {approach|approaches|method|methods|interpretation|interpretations|possibilities|perspective}",
            "{try|use|consider|think of|look at} {it|this|that} {differently|another way|a different way|from a different}",
            "on the other hand", "instead of {doing|using|trying|that|going}", "^or alternatively", "what if instead",
        ]),
        new("restatement", "Says in its own words what is asked and what is given.",
        [
            "{we are|we're|i am|i'm} {asked|given|told}",
            "{the|this} {question|problem} {is|asks|says|states|gives|wants|is asking|seems to be|mentions|stated|said}",
            "{i|we} {need|have|want|are trying} to {find|determine|figure out|identify|answer|solve|choose|decide|pick|select|parse" +
            "|prove|show}",
            "{i have|we have|i've got} this {problem|question}", "what {is|are} {we|they|it} asking",
            "{so|okay} {the question|the problem}", "given {data|information|in the problem|in the question|the information}",
        ]),
        new("decomposition", "Cuts the task into parts and takes them in order.",
        [
            "{break|breaking|breaks|split|splitting} {this|it|the problem|the question|that|things|them} {down|into|up}", "step by step",
            "^step {1|2|3|one|two|three}", "^first {of all|let's|let me|thing|i need|i'll|we need|i should}",
            "^firstly", "{the|my|our} {first|next} step", "one {step|thing|part|piece} at a time",
            "{handle|consider|compute|calculate|take|analyze|do|look at} {each|them} {separately|one|individually|part|term|option" +
            "|statement}",
            "{subproblem|subproblems|sub problem|sub problems|sub question}",
            "let's {go through|evaluate|analyze|examine|take|look at|consider} {each|them|these|all|the options|options}",
            "{for|in|of} each {part|step|statement|option|term}", "^part {1|2|a|b|one|two}",
        ]),
        new("planning", "Decides how to go on before doing it.",
        [
            "{my|the|our|a} {plan|strategy|general approach|idea} {is|here|would|will|could|to|now}",
            "{let me|let's|i need to|i should|let us} {think|figure out|work out|see} {about |}how",
            "{let me|let's|i should|i'll} {start|begin} {by|with}",
            "how {do|can|should|could|would|to} {i|we|go|approach|do|start|tackle|solve} {approach|proceed|solve|start|find|do" +
            "|tackle|calculate|compute|this|about|determine|handle|get}",
            "{approach|tackle|attack} {this|the|it}", "{i'll|i will|we'll|we will|we can|i can|let's} use the",
            "{the|best|easiest|simplest|most straightforward} {way|approach|method} {to|is|here|would|might}",
            "next i {need|should|will|have|can}", "i {could|might} try", "{let me|let's} {set up|set this up|outline|plan}",
        ]),
        new("recall", "Fetches a definition, a law, a formula or an earlier result.",
        [
            "{i|we} {recall|remember}", "^recall", "^remember",
            "{from|as far as} {what |}i {remember|recall|know|can recall|can remember}",
            "{by|the|using the|from the|recall the} {definition|definitions} of",
            "{the|known|standard|general|usual} formula {for|is|of|to}",
            "{it's|it is|that's|is|are} {well known|a known|known|a standard|a classic}",
            "{theorem|lemma|law|principle|rule} {says|states|tells|is|that|gives}",
            "according to the {theorem|law|definition|formula|rule|principle|textbook}",
            "{i|as we|we} know that", "i learned", "{if i|let me|trying to|let's|i'm trying to|need to} {remember|recall}",
            "as i {recall|remember}", "i believe the formula",
        ]),
        new("case-analysis", "Goes through the cases that together cover everything.",
        [
            "^case {1|2|3|4|i|ii|iii|one|two|a|b}",
            "{two|three|four|several|multiple|different|possible|all|other|following|both|separate} {cases|scenarios|subcases}",
            "{in|for|consider|take} {the first|the second|the other|both|each} {case|cases|scenario|scenarios}",
            "in {either|the first|the second|the former|the latter} case", "{first|second|third|other|last} {case|scenario}",
            "depending on {whether|if|the|how|which|what}", "{either way|in any case|in either case|in both cases}",
            "if {it's|it is|they are|x is|n is} {positive|negative|even|odd|zero|not}",
        ]),
        new("hypothesis", "Assumes something for the sake of argument and follows it.",
        [
            "^suppose",
            "{let me|let's|let us|we|i|if we|if i|i'll|we'll|we can|i can|i should|should i|we could|i could|might|must" +
            "|we must} {suppose|assume|hypothesize|conjecture|guess|postulate}", "^assume",
            "assuming {that|the|it|this|they|we|no|all|an|a}", "what if {we|i|the|it|they|there|x|you|this}",
            "{let's|let us|let me} {say|pretend|imagine that}", "hypothesis", "hypothetically", "^say {that|we|the}",
            "{under|with|on} {this|that|the} {assumption|hypothesis}",
            "if {that's|that is|this is|it's|it is} {true|the case|so|correct|right|right then}", "for {the sake of|the sake}",
        ]),
        new("analogy-and-example", "Tries a concrete, smaller or similar instance.",
        [
            "for {example|instance}", "{similar|analogous|analogously|akin|comparable} to", "{by|an|in} analogy",
            "just like {the|in|a|how|when|with}", "{reminds|reminiscent} {me|of}",
            "{simple|simpler|smaller|concrete|small|specific|quick|toy} {example|examples|case|cases|version|instance|instances" +
            "|numbers|values}",
            "{let's|let me|i can|i could|we can} {try|test|plug in|take|pick|use} {with |}{some|an example|a simple|small|specific" +
            "|a specific|a few|n|x|concrete|sample|an}", "as an example", "{plug|plugging} {in|back|it|this|that|these|the|them|x|n}",
            "think of it {as|like}",
        ]),
        new("elimination", "Rules answers or causes out.",
        [
            "{rule|rules|ruled|ruling} {it |that |this |them |}out",
            "{eliminate|eliminates|eliminated|eliminating|discard|discarded|exclude|excluded|excludes|excluding} {option|options" +
            "|choice|choices|a|b|c|d|e|f|g|h|i|j|this|that|it|them|those|some|these}",
            "{can't|cannot|can not|couldn't|could not} be {the|it|a|b|c|d|e|f|g|h|option|correct|right|true|any}",
            "{none|not any} of {the|these|them|those|other|which}",
            "{the|all the|all|any} other {options|choices|answers|statements|possibilities|ones|alternatives}",
            "{not|isn't|is not} {one of|among|listed|in} {the |}{options|choices|option|answer choices|list|given options}",
            "{option|options|choice|choices|answer|statement} {a|b|c|d|e|f|g|h|i|j|1|2|3|4} {is|are|isn't|can't|cannot|would|seems" +
            "|says|could|might|doesn't|does} {not|wrong|incorrect|false|be|out|unlikely|too|irrelevant}", "process of elimination",
            "{only|that leaves|this leaves|leaves|leaving} {option|choice|answer|the option|us with}",
            "{a|b|c|d|e|f|g|h|i|j|it} {is|would be} {incorrect|false|out|not correct|not the answer|irrelevant|wrong because}",
        ]),
        new("uncertainty", "Says that it does not know, doubts, or is confused.",
        [
            "i'm {not |a bit |a little |still |}{not |}{sure|certain|confused|unsure|uncertain|stuck|not entirely sure|entirely sure" +
            "|really sure|totally sure|100 sure}", "i am {not sure|not certain|confused|unsure|a bit confused|stuck|not entirely}",
            "not {sure|certain|entirely sure|clear|obvious|quite right} {if|how|what|whether|about|that|which|why|here|where}",
            "^hmm", "^hm",
            "{this|that|it|that's|this is|it's} {is |seems |a bit |getting |}{confusing|tricky|ambiguous|unclear|complicated" +
            "|puzzling|strange|weird|odd}", "i don't {know|think i|remember|recall|see how|understand|really know}", "i {wonder|doubt}",
            "i {might|may|could} be {wrong|missing|mistaken|misinterpreting|misunderstanding|overcomplicating|confusing}", "maybe i'm",
            "am i {missing|sure|correct|right|doing|confusing|misunderstanding}", "{ambiguous|ambiguity|unclear}",
        ]),
        new("estimation", "Bounds or approximates instead of computing exactly.",
        [
            "{roughly|ballpark|back of the envelope|order of magnitude|orders of magnitude}",
            "{estimate|estimates|estimated|estimating|estimation}",
            "{approximate|approximating|approximation|approximations|approximated}",
            "{close|closest|nearest|closer} {to|enough|option|answer|match|choice|value}", "{upper|lower} bound",
            "{about|around|nearly|almost} {half|twice|the same|equal|double}", "to a good approximation", "{is|are|be} negligible",
            "{neglect|neglecting|negligible|neglected}",
        ]),
        new("generalisation", "Looks for the pattern, the symmetry or the principle behind the instance.",
        [
            "in general", "{general|more general|generally} {case|form|principle|rule|idea|result|solution}",
            "{see|find|notice|spot|is there|there's|looking for|look for|follows|follow|this|the|same} {a |the |any |}pattern",
            "{generalize|generalise|generalizes|generalization|generalizing}", "by symmetry", "{symmetric|symmetry|symmetrical}",
            "{key|main|important|crucial} {insight|idea|point|observation|thing|principle|concept|fact|factor|difference|here|is}",
            "^notice", "^observe", "{i|we} {notice|observe|can see|see} that", "{it|this} {turns out|suggests|implies|means} that",
            "the {essence|underlying|core} {of|is|idea|concept|principle|issue}", "invariant",
        ]),
        new("synthesis", "Gathers what was found and settles on a conclusion.",
        [
            "{in|to} {summary|summarize|sum up|conclude|conclusion}",
            "{put|putting|bring|bringing|taking|combining} {it|this|that|everything|these|them|all|it all} {all |}{together|into account}",
            "{so|therefore|thus|hence|overall} {the |my |our |}{final|best|correct|overall|likely} {answer|option|conclusion|choice}",
            "{^overall|^ultimately|all in all|^in total}",
            "i'm {confident|fairly confident|pretty sure|pretty confident|convinced|quite sure|going with|going to go}",
            "{i'll|i will|we'll|we will|let's|i'd} {go with|answer|choose|pick|conclude|select|settle}",
            "{based on|given} {all |}{this|these|that|the above|my|our} {analysis|reasoning|calculations|calculation|considerations" +
            "|findings|information|points|results}", "{i|we} {conclude|can conclude|have found|found that}",
            "the {final answer|conclusion} {is|should|would|must}", "so that means the answer",
        ]),
    ];
}
