namespace EmotionGpu.Training.Corpora;

/// <summary>One labelled recording.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes, as in the cache's manifest.</param>
/// <param name="Actor">Who speaks, from 1: the corpus's own number, or that of its speaker's name (<see cref="Corpus.Speakers"/>).</param>
/// <param name="Emotion">What is acted.</param>
/// <param name="Intensity">As <see cref="IntensityLevel"/> numbers it; 0 where the corpus does not say.</param>
/// <param name="Statement">
/// Which of the corpus's sentences, from 1; 0 where it does not say. RAVDESS: 1 "Kids are talking by the door", 2 "Dogs are sitting by the door".
/// </param>
/// <param name="Repetition">From 1; 0 where the corpus does not say.</param>
public sealed record CorpusClip(string Path, int Actor, Emotion Emotion, int Intensity, int Statement, int Repetition);
