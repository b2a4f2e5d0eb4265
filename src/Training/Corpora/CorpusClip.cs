namespace EmotionGpu.Training.Corpora;

/// <summary>One labelled recording.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes, as in the cache's manifest.</param>
/// <param name="Actor">Who speaks.</param>
/// <param name="Emotion">What is acted.</param>
/// <param name="Intensity">1 normal, 2 strong.</param>
/// <param name="Statement">1 "Kids are talking by the door", 2 "Dogs are sitting by the door".</param>
/// <param name="Repetition">1 or 2.</param>
public sealed record CorpusClip(string Path, int Actor, Emotion Emotion, int Intensity, int Statement, int Repetition);
