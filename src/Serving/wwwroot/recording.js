// What was heard, as int16, one channel.

/** Older sound is forgotten: half an hour at 48 kHz takes 170 MB. */
const longest = 30 * 60;

export class Recording {
  #blocks = new Map();

  /** First sample that is still there. */
  start = 0;

  /** Samples heard, those forgotten included: the place of the next one. */
  end = 0;

  /** @param {number} sampleRate samples a second; a block of memory holds one */
  constructor(sampleRate) {
    this.sampleRate = sampleRate;
  }

  /** @param {Int16Array} samples */
  append(samples) {
    for (let done = 0; done < samples.length;) {
      const [block, offset] = this.#place(this.end);
      const part = samples.subarray(done, done + this.sampleRate - offset);
      block.set(part, offset);
      done += part.length;
      this.end += part.length;
    }
    this.#forget();
  }

  /**
   * A copy of samples from `from` to before `to`.
   * @returns {Int16Array}
   */
  read(from, to) {
    const samples = new Int16Array(to - from);
    for (let at = from; at < to;) {
      const [block, offset] = this.#place(at);
      const part = block.subarray(offset, Math.min(this.sampleRate, offset + to - at));
      samples.set(part, at - from);
      at += part.length;
    }
    return samples;
  }

  #place(sample) {
    const number = Math.floor(sample / this.sampleRate);
    if (!this.#blocks.has(number)) this.#blocks.set(number, new Int16Array(this.sampleRate));
    return [this.#blocks.get(number), sample % this.sampleRate];
  }

  #forget() {
    for (; this.end - this.start > longest * this.sampleRate; this.start += this.sampleRate) this.#blocks.delete(this.start / this.sampleRate);
  }
}
