using EmotionGpu.Inference;

namespace EmotionGpu.Cli.Output;

/// <summary>What goes beside every label that people read.</summary>
internal static class CardNotice
{
    /// <summary>How far the model may be trusted, in a line; nothing of a model without a card.</summary>
    public static void Show(Screen screen, EmotionModel model)
    {
        if (model.Card is { Scores: var scores } card)
        {
            var kind = card.Corpus == "ravdess" ? ", acted speech in a studio" : "";
            screen.Line($"On people it has not heard this model's recipe names {scores.Accuracy.Estimate:P0} rightly (UAR {scores.Uar.Estimate:F2}, guessing {scores.ChanceUar:F2}){kind}; 'emotion card' says more");
        }
    }
}
