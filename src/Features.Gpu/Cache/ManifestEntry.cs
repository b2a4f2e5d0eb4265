namespace EmotionGpu.Features.Cache;

/// <summary>One line of <c>manifest.jsonl</c>: a recording and where its tensor lies.</summary>
/// <param name="Key">Hash of the recording's bytes, the option record and the format version: the tensor's name in its shard.</param>
/// <param name="Path">The recording, relative to the data folder, with forward slashes.</param>
/// <param name="Shard">The shard's file name.</param>
/// <param name="Shape">[mels, frames].</param>
/// <param name="Samples">Samples of the recording, before resampling.</param>
/// <param name="SampleRate">The recording's sample rate.</param>
/// <param name="Options">Hash of the option record.</param>
/// <param name="Xxh128">Hash of the tensor's bytes, 32 hex digits.</param>
public sealed record ManifestEntry(
    string Key, string Path, string Shard, int[] Shape, long Samples, int SampleRate, string Options, string Xxh128);
