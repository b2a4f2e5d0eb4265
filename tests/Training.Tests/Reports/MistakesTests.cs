using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Tests.Reports;

public class MistakesTests
{
    [Fact]
    public void The_most_confident_mistakes_come_first_and_nothing_right_among_them()
    {
        var source = SampleReport.OfRun(SampleRun.Create(withTest: true));
        var wrong = source.Predictions!.Test.Where(clip => clip.Predicted != clip.Truth).OrderByDescending(clip => clip.Confidence).Take(9).ToArray();
        var gallery = Gallery(source);
        Assert.Equal(wrong.Select(clip => clip.Path), gallery.Table.Rows.Select(row => row[0].Text));
        Assert.Equal(wrong.Select(clip => $"{clip.Confidence:0.000}"), gallery.Table.Rows.Select(row => row[3].Text));
        Assert.All(gallery.Pictures, Assert.Null);
    }

    [Fact]
    public void Each_clip_that_has_features_has_its_spectrogram()
    {
        var clip = new LogMelClip(new Half[4 * 6], 4, 6);
        var asked = new List<string>();
        var gallery = Gallery(SampleReport.OfRun(SampleRun.Create(withTest: true)) with
        {
            LogMel = path =>
            {
                asked.Add(path);
                return asked.Count == 1 ? null : clip;
            },
        });
        Assert.Equal(gallery.Table.Rows.Select(row => row[0].Text), asked);
        Assert.Null(gallery.Pictures[0]);
        Assert.All(gallery.Pictures.Skip(1), picture => Assert.Equal((6, 4), (picture!.Width, picture.Height)));
    }

    [Fact]
    public void Of_several_seeds_their_mean_counts_and_how_many_are_wrong_is_said()
    {
        ClipPrediction Say(int seed, params double[] probabilities) => new("a.wav", 1, 1, 1, 0, seed, 0, probabilities);
        var mistake = Assert.Single(EmotionGpu.Training.Reports.Sections.Mistake.All([Say(1, 0.1, 0.9), Say(2, 0.6, 0.4)]));
        Assert.Equal((1, 2), (mistake.WrongSeeds, mistake.Seeds));
        Assert.Equal(0.65, mistake.Clip.Confidence, 12);
        Assert.Empty(EmotionGpu.Training.Reports.Sections.Mistake.All([Say(1, 0.3, 0.7), Say(2, 0.9, 0.1)]));
    }

    [Fact]
    public void Where_all_is_right_that_is_said()
    {
        ClipPrediction[] right = [.. SampleReport.Predictions(0, 7, [12]).Where(clip => clip.Predicted == clip.Truth)];
        var source = ReportSource.Of(SampleRun.Create(withTest: true), new RunPredictions(TaskMode.Emotion, right, right));
        Assert.DoesNotContain(ReportFiles.Compose(source).Blocks, block => block is ReportGallery);
        Assert.Contains("None: every test clip is heard as it was acted.", MarkdownReport.Text(ReportFiles.Compose(source)), StringComparison.Ordinal);
    }

    private static ReportGallery Gallery(ReportSource source) => ReportFiles.Compose(source).Blocks.OfType<ReportGallery>().Single();
}
