namespace EmotionGpu.Training.Corpora;

/// <summary>What a model tells apart.</summary>
public enum TaskMode
{
    /// <summary>The eight emotions.</summary>
    Emotion,

    /// <summary>Positive (happy, calm, surprised), negative (sad, angry, fearful, disgust) and neutral.</summary>
    Sentiment,
}

/// <summary>The classes of each mode.</summary>
public static class TaskModes
{
    private static readonly string[] EmotionClasses = [.. Enum.GetNames<Emotion>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] SentimentClasses = ["negative", "neutral", "positive"];

    /// <summary>The mode as it stands in options and files: <c>emotion</c> or <c>sentiment</c>.</summary>
    public static string Name(this TaskMode mode) => mode switch
    {
        TaskMode.Emotion => "emotion",
        TaskMode.Sentiment => "sentiment",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    /// <summary>The mode of that <see cref="Name"/>; null: there is none.</summary>
    public static TaskMode? Parse(string name) =>
        Enum.GetValues<TaskMode>().Where(mode => mode.Name() == name).Select(mode => (TaskMode?)mode).FirstOrDefault();

    /// <summary>Class names in the order of the network's scores.</summary>
    public static IReadOnlyList<string> Classes(this TaskMode mode) => mode switch
    {
        TaskMode.Emotion => EmotionClasses,
        TaskMode.Sentiment => SentimentClasses,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    /// <summary>The class of each emotion, [emotion]: how probabilities of emotions are added up to the mode's.</summary>
    public static IReadOnlyList<int> ClassOfEmotions(this TaskMode mode) => [.. Enum.GetValues<Emotion>().Select(emotion => mode.ClassOf(emotion))];

    /// <summary>Index of an emotion's class in <see cref="Classes"/>.</summary>
    public static int ClassOf(this TaskMode mode, Emotion emotion) => mode switch
    {
        TaskMode.Emotion => (int)emotion,
        TaskMode.Sentiment => emotion switch
        {
            Emotion.Sad or Emotion.Angry or Emotion.Fearful or Emotion.Disgust => 0,
            Emotion.Neutral => 1,
            Emotion.Happy or Emotion.Calm or Emotion.Surprised => 2,
            _ => throw new ArgumentOutOfRangeException(nameof(emotion), emotion, null),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
