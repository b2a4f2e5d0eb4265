using System.Buffers.Binary;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Serving.Streams;

/// <summary>
/// Log-mel columns as a binary message: int32 number of the first frame, uint16 mels, uint16 frames, all little-endian; then uint8 [frame, mel], the lowest band first:
/// 0 is <see cref="LowDecibel"/> and below, 255 is <see cref="HighDecibel"/> and above, in equal steps.
/// </summary>
internal static class LogMelMessage
{
    /// <summary>What 0 stands for: the front end's floor by default.</summary>
    public const float LowDecibel = -100;

    /// <summary>What 255 stands for: a tone of full scale has 48 dB by default.</summary>
    public const float HighDecibel = 60;

    /// <summary>Bytes before the values.</summary>
    public const int HeaderLength = 8;

    /// <summary>The message.</summary>
    /// <param name="number">Of the first frame, from the stream's beginning.</param>
    /// <param name="logMel">dB, [mel, frame].</param>
    /// <param name="from">First frame of these to send.</param>
    /// <param name="frames">Frames to send.</param>
    public static byte[] Write(int number, LogMelClip logMel, int from, int frames)
    {
        var message = new byte[HeaderLength + frames * logMel.Mels];
        BinaryPrimitives.WriteInt32LittleEndian(message, number);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), (ushort)logMel.Mels);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), (ushort)frames);
        var values = logMel.Values.Span;
        var at = HeaderLength;
        for (var frame = from; frame < from + frames; frame++)
        {
            for (var mel = 0; mel < logMel.Mels; mel++)
                message[at++] = Step((float)values[mel * logMel.Frames + frame]);
        }

        return message;
    }

    /// <summary>A value's step.</summary>
    public static byte Step(float decibel) =>
        (byte)Math.Clamp(MathF.Round((decibel - LowDecibel) / (HighDecibel - LowDecibel) * byte.MaxValue), 0, byte.MaxValue);
}
