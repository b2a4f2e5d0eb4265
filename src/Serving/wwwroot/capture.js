// Runs in the audio thread: turns what comes in into blocks of int16, one channel, and hands them over.

/** 1,024 samples, 21 ms at 48 kHz: short beside a hop, long enough that messages cost nothing. */
const blockLength = 1024;

class Capture extends AudioWorkletProcessor {
  #block = new Int16Array(blockLength);
  #filled = 0;

  process([channels]) {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this.#push(sum / channels.length);
    }
    return true;
  }

  #push(sample) {
    // 32,768, as the server divides by: a recording that is played into the microphone arrives as it was.
    this.#block[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
    if (this.#filled < blockLength) return;
    this.port.postMessage(this.#block, [this.#block.buffer]);
    this.#block = new Int16Array(blockLength);
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
