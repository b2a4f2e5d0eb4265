using System.Diagnostics.CodeAnalysis;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>How the paths of a corpus's recordings say who speaks and what is acted.</summary>
public interface ICorpusNaming
{
    /// <summary>The corpus.</summary>
    CorpusKind Kind { get; }

    /// <summary>What a name looks like, for messages.</summary>
    string Pattern { get; }

    /// <summary>What the speakers are called, by their numbers; empty where a number is all that the corpus calls them.</summary>
    IReadOnlyDictionary<int, string> Speakers { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="path">Relative to the data folder, with forward slashes.</param>
    /// <param name="named">What it says.</param>
    /// <param name="reason">Why it is no clip, otherwise.</param>
    bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason);
}

/// <summary>A clip and which recording of its corpus it is.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Recording">The same in another folder is the same recording; case means nothing.</param>
public sealed record NamedClip(CorpusClip Clip, string Recording);
