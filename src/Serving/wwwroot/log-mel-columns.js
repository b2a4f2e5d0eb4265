// Log-mel columns as the stream sends them.

const headerLength = 8;

/**
 * Reads a message: int32 number of the first column, uint16 mels, uint16 columns, little-endian, then uint8 [column, mel], the lowest band first.
 * @param {ArrayBuffer} message
 * @param {object} model what `/api/model` says: the hop between columns, and what the bytes stand for
 * @returns {{start: number, seconds: number, mels: number, count: number, decibels: Float32Array}} seconds from the stream's beginning, seconds of a
 * column, and dB [column, mel]
 */
export function logMelColumns(message, { logMel, sampleRate, stream: { lowDecibel, highDecibel } }) {
  const header = new DataView(message);
  const seconds = logMel.hopLength / sampleRate;
  return {
    start: header.getInt32(0, true) * seconds,
    seconds,
    mels: header.getUint16(4, true),
    count: header.getUint16(6, true),
    decibels: Float32Array.from(new Uint8Array(message, headerLength), (step) => lowDecibel + (step / 255) * (highDecibel - lowDecibel)),
  };
}
