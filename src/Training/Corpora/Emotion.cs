namespace EmotionGpu.Training.Corpora;

/// <summary>The eight emotions of RAVDESS, in the order of its file names' codes 01 to 08.</summary>
public enum Emotion
{
    /// <summary>Code 01; has no strong intensity.</summary>
    Neutral,

    /// <summary>Code 02.</summary>
    Calm,

    /// <summary>Code 03.</summary>
    Happy,

    /// <summary>Code 04.</summary>
    Sad,

    /// <summary>Code 05.</summary>
    Angry,

    /// <summary>Code 06.</summary>
    Fearful,

    /// <summary>Code 07.</summary>
    Disgust,

    /// <summary>Code 08.</summary>
    Surprised,
}
