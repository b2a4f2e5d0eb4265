namespace EmotionGpu.Features.Cache;

/// <summary>Something in a cache that is not what was written.</summary>
/// <param name="Shard">The shard's file name, or <c>manifest.jsonl</c>.</param>
/// <param name="Key">The tensor; null where the whole file is meant.</param>
/// <param name="Reason">What was found and what to do.</param>
public sealed record CacheDamage(string Shard, string? Key, string Reason);

/// <summary>What <see cref="CacheVerifier"/> found; also the document of <c>cache verify --json</c>.</summary>
/// <param name="Clips">Lines of the manifest.</param>
/// <param name="Shards">Shards that the manifest names.</param>
/// <param name="Bytes">Bytes of those that are there.</param>
/// <param name="Damaged">By shard, in the order of the manifest; empty when every byte that the manifest names is right.</param>
public sealed record CacheVerification(int Clips, int Shards, long Bytes, IReadOnlyList<CacheDamage> Damaged);
