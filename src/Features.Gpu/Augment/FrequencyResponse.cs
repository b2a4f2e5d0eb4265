using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment;

/// <summary>
/// A random response over the mel bands, straight in dB between knots: the linear kind of FilterAugment (Nam, Kim and Park 2022,
/// arXiv:2110.03282), as another microphone, room or distance would colour a voice.
/// </summary>
internal static class FrequencyResponse
{
    // Pieces between knots, and how narrow one may be as a share of their mean width: knots on top of each other would be an edge that no
    // room makes.
    private const int FewestPieces = 2, MostPieces = 5;
    private const double NarrowestPiece = 0.25;

    /// <summary>Draws a number of pieces, then their knots' gains, then where the inner knots are.</summary>
    /// <param name="bound">Gains are uniform in ± this many dB.</param>
    /// <param name="random">The clip's stream.</param>
    /// <param name="gains">[mel], filled with dB.</param>
    public static void Draw(double bound, ref CounterRandom random, Span<float> gains)
    {
        var pieces = FewestPieces + random.NextInt(MostPieces - FewestPieces + 1);
        Span<double> levels = stackalloc double[pieces + 1];
        foreach (ref var level in levels)
            level = bound * (2 * random.NextDouble() - 1);

        Span<double> knots = stackalloc double[pieces + 1];
        var last = gains.Length - 1;
        PlaceKnots(knots, last, ref random);
        var piece = 0;
        for (var mel = 0; mel < gains.Length; mel++)
        {
            while (piece < pieces - 1 && mel > knots[piece + 1])
                piece++;
            var width = knots[piece + 1] - knots[piece];
            var share = width > 0 ? (mel - knots[piece]) / width : 0;
            gains[mel] = (float)(levels[piece] + share * (levels[piece + 1] - levels[piece]));
        }
    }

    // Uniform over all ways in which no piece is too narrow: sorted uniform draws from what the narrowest pieces leave.
    private static void PlaceKnots(Span<double> knots, int last, ref CounterRandom random)
    {
        var pieces = knots.Length - 1;
        var narrowest = NarrowestPiece * last / pieces;
        var inner = knots[1..^1];
        foreach (ref var knot in inner)
            knot = (last - pieces * narrowest) * random.NextDouble();
        inner.Sort();
        for (var i = 0; i < inner.Length; i++)
            inner[i] += (i + 1) * narrowest;
        (knots[0], knots[^1]) = (0, last);
    }
}
