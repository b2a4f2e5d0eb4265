using System.Diagnostics.CodeAnalysis;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// RAVDESS (Livingstone and Russo 2018, PLoS ONE 13(5): e0196391): <see cref="RavdessName"/> in any folder.
/// </summary>
public sealed class RavdessNaming : ICorpusNaming
{
    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.Ravdess;

    /// <inheritdoc/>
    public string Pattern => RavdessName.Pattern;

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, string> Speakers { get; } = new Dictionary<int, string>();

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        named = RavdessName.TryParse(path[(path.LastIndexOf('/') + 1)..], out var name, out reason)
            ? new NamedClip(name.ToClip(path), name.ToString())
            : null;
        return named is not null;
    }
}
