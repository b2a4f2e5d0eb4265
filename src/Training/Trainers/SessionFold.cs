using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>A corpus split for one run: who is on which side, and a data view for each.</summary>
internal sealed class SessionFold
{
    private readonly TrainingRequest _request;
    private readonly SessionCorpus _corpus;
    private readonly SplitClips _sides;

    /// <param name="request">Names the fold, the mode and the crop.</param>
    /// <param name="corpus">The clips.</param>
    /// <exception cref="SplitException">Nobody is left to train, or to validate where somebody must.</exception>
    public SessionFold(TrainingRequest request, SessionCorpus corpus)
    {
        (_request, _corpus) = (request, corpus);
        var split = corpus.Recordings.Protocol.Fold(
            request.Fold, [.. corpus.Rows.Keys.Select(clip => clip.Actor).Distinct()], !request.NoValidation);
        _sides = split.Apply([.. corpus.Rows.Keys]);
        Actors = new RunActors(split.Train, split.Validation, split.Test, split.Missing, split.ValidationDrawn);
        Clips = new RunClips(_sides.Train.Count, _sides.Validation.Count, _sides.Test.Count);
        Training = View(_sides.Train);
        Validation = View(_sides.Validation);
        Test = View(_sides.Test);
    }

    public RunActors Actors { get; }

    public RunClips Clips { get; }

    public FeatureDataView Training { get; }

    /// <summary>Without rows where nobody validates.</summary>
    public FeatureDataView Validation { get; }

    /// <summary>Without rows where the data has none of the fold's test actors.</summary>
    public FeatureDataView Test { get; }

    /// <summary>[class], training clips of each class of the mode.</summary>
    public IReadOnlyList<int> TrainingCounts
    {
        get
        {
            var counts = new int[_request.Mode.Classes().Count];
            foreach (var clip in _sides.Train)
                counts[_request.Mode.ClassOf(clip.Emotion)]++;
            return counts;
        }
    }

    /// <summary>Who is where, told before the first epoch.</summary>
    public TrainingEvent.Prepared Prepared()
    {
        var counts = TrainingCounts;
        return new TrainingEvent.Prepared(
            _corpus.Recordings.Corpus, _corpus.Recordings.Protocol.Name, Actors, Clips, _request.Mode.Classes(), counts,
            _request.Recipe.WeightsOf(counts), TorchRuntime.SelectDevice().ToString(), $"{_corpus.Backend.Kind.Name()}: {_corpus.Backend.DeviceName}",
            _corpus.Refused);
    }

    private FeatureDataView View(IReadOnlyList<CorpusClip> clips) => new(
        _corpus.Read, [.. clips.Select(clip => (clip, _corpus.Rows[clip]))], _request.Mode, _corpus.Backend.Options, _request.Input);
}
