namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>A phone at its place in time.</summary>
/// <param name="Phone">What is aimed at; nothing is voiced in a pause.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Syllable">Index of its syllable.</param>
internal readonly record struct Segment(Phone Phone, double Seconds, int Syllable);

/// <summary>One sentence of nonsense syllables, timed.</summary>
/// <param name="Segments">In order, silence at both ends included.</param>
/// <param name="Accents">[syllable], how strong its pitch accent is, 0 to 1.</param>
internal sealed record Utterance(IReadOnlyList<Segment> Segments, IReadOnlyList<double> Accents)
{
    private static readonly Phone Silence = new(500, 1500, 2500, 0, 0, 2500, 0);

    // Two sentences, as in RAVDESS, spaces between syllables; capitals are other vowels, not stress.
    private static readonly string[] Sentences = ["kidz ar to kin ba d@ dor", "dogz ar si tin ba w@ dor"];

    /// <summary>Seconds of the whole.</summary>
    public double Seconds => Segments.Sum(segment => segment.Seconds);

    /// <summary>Draws an utterance: some vowels change from clip to clip, so that none is said twice alike.</summary>
    /// <param name="statement">1 or 2.</param>
    /// <param name="delivery">Sets the rate and the pauses.</param>
    /// <param name="draws">Of this clip.</param>
    public static Utterance Draw(int statement, Delivery delivery, SeededDraws draws)
    {
        var syllables = Sentences[statement - 1].Split(' ');
        var segments = new List<Segment> { new(Silence, draws.Uniform(0.2, 0.4), 0) };
        var accents = new double[syllables.Length];
        for (var i = 0; i < syllables.Length; i++)
        {
            var last = i == syllables.Length - 1;
            accents[i] = last || i % 3 == 0 ? draws.Uniform(0.7, 1) : draws.Uniform(0, 0.4);
            var stretch = (last ? 1.5 : 0.85 + 0.3 * accents[i]) * (1 + draws.Spread(0.08));
            AddSyllable(segments, i, syllables[i], stretch / delivery.Rate, draws);
            if (!last && draws.Uniform() < delivery.Pauses)
                segments.Add(new Segment(Silence, draws.Uniform(0.08, 0.2), i));
        }

        // 2.0 to 3.2 s in all: what lasts too long is said faster, what is short ends in silence.
        var spoken = segments.Sum(segment => segment.Seconds);
        var haste = Math.Min(1, 2.8 / spoken);
        var tail = Math.Max(draws.Uniform(0.25, 0.4), 2.0 - spoken);
        return new Utterance(
            [.. segments.Select(segment => segment with { Seconds = segment.Seconds * haste }), new(Silence, tail, syllables.Length - 1)], accents);
    }

    private static void AddSyllable(List<Segment> segments, int index, string letters, double seconds, SeededDraws draws)
    {
        Phone[] phones = [.. letters.SelectMany(letter => Phones.Of(Changed(letter, draws)))];
        var unit = seconds / phones.Sum(phone => phone.Length);
        segments.AddRange(phones.Select(phone => new Segment(Coloured(phone, draws), phone.Length * unit, index)));
    }

    private static char Changed(char letter, SeededDraws draws) =>
        Phones.Vowels.Contains(letter, StringComparison.Ordinal) && draws.Uniform() < 0.25
            ? Phones.Vowels[draws.Index(Phones.Vowels.Length)]
            : letter;

    private static Phone Coloured(Phone phone, SeededDraws draws) => phone with
    {
        F1 = phone.F1 * (1 + draws.Spread(0.04)),
        F2 = phone.F2 * (1 + draws.Spread(0.04)),
        F3 = phone.F3 * (1 + draws.Spread(0.02)),
    };
}
