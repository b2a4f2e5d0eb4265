using System.Buffers;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// The hash of a tensor's bytes as they lie in its shard. The file is read, not mapped, so that a failing disk is an error with a name
/// and not the end of the process.
/// </summary>
internal static class TensorHash
{
    private const int BlockBytes = 1 << 20;

    /// <summary>XXH128 of a tensor's bytes; of those that are there, where the file became shorter meanwhile.</summary>
    /// <param name="file">The shard.</param>
    /// <param name="tensor">From its header.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Hash Of(SafeFileHandle file, ShardTensor tensor)
    {
        var hash = new XxHash128();
        var block = ArrayPool<byte>.Shared.Rent((int)Math.Min(BlockBytes, tensor.Bytes));
        try
        {
            for (var position = 0L; position < tensor.Bytes;)
            {
                var wanted = (int)Math.Min(block.Length, tensor.Bytes - position);
                var read = RandomAccess.Read(file, block.AsSpan(0, wanted), tensor.Offset + position);
                if (read == 0)
                    break;
                hash.Append(block.AsSpan(0, read));
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return new Hash(hash.GetCurrentHashAsUInt128());
    }
}
