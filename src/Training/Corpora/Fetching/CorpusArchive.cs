namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>A published archive of recordings.</summary>
/// <param name="Name">The corpus as it is typed.</param>
/// <param name="Url">Where it is published.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Md5">Of its bytes, in lower-case hexadecimal.</param>
/// <param name="Licence">Name of its licence.</param>
/// <param name="Terms">What the licence asks and whom to name, a line each.</param>
public sealed record CorpusArchive(string Name, Uri Url, long Bytes, string Md5, string Licence, IReadOnlyList<string> Terms)
{
    /// <summary>
    /// RAVDESS's speech, audio alone, all 24 actors. Length and MD5 (the only checksum that Zenodo publishes) are those of record 1188976; they were
    /// taken from what others wrote of it, and nothing was fetched to try them.
    /// </summary>
    public static CorpusArchive Ravdess { get; } = new(
        "ravdess", new Uri("https://zenodo.org/records/1188976/files/Audio_Speech_Actors_01-24.zip"), 208_468_073, "bc696df654c87fed845eb13823edef8a",
        "CC BY-NC-SA 4.0",
        [
            "The Ryerson Audio-Visual Database of Emotional Speech and Song (RAVDESS), Steven R. Livingstone and Frank A. Russo",
            "Licence: Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International (CC BY-NC-SA 4.0),",
            "https://creativecommons.org/licenses/by-nc-sa/4.0/. In short: name the authors, no commercial use, share what you make of it alike.",
            "Name: Livingstone SR, Russo FA (2018), PLoS ONE 13(5): e0196391, doi 10.1371/journal.pone.0196391",
        ]);
}
