using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Mixing;

/// <summary>
/// Keeps a share of the questions apart for validation, by their hash: all traces of a question go the same way, and whatever is selected,
/// a question stays on its side.
/// </summary>
public readonly struct ValidationSplit
{
    readonly double _share;
    readonly Lot _lot;

    /// <summary>A split.</summary>
    /// <param name="share">Share of questions kept apart, 0 to below 1; a larger share holds the smaller ones.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to below 1.</exception>
    public ValidationSplit(double share, ulong seed)
    {
        if (!(share is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A validation share is from 0 to below 1.");
        (_share, _lot) = (share, new("validation", seed));
    }

    /// <summary>Whether a question is kept apart.</summary>
    public bool Validates(QuestionId question) => _lot.Falls(question.Value, _share);
}
