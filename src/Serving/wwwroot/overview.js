// The waveform of a whole recording.

import { Drawing } from './canvas.js';
import { palette } from './palette.js';
import { drawExtremes, extremes, peak } from './waveform.js';

/** Hz. Enough to see where it is loud: an hour takes 115 MB, not 690. */
const sampleRate = 8000;

/** Stretches of the whole. */
const count = 1600;

export class Overview {
  #recording = null;
  #stretches = [];
  #drawing;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#drawing = new Drawing(canvas, (context, width, height) => this.#draw(context, width, height));
  }

  /**
   * Shows a recording, or nothing where the browser cannot read it; the server may all the same.
   * @param {Blob} recording
   */
  async show(recording) {
    this.#stretches = [];
    this.#drawing.request();
    this.#recording = recording;
    const stretches = await stretchesOf(recording);
    // Another one may have been opened in the meantime.
    if (this.#recording !== recording) return;
    this.#stretches = stretches;
    this.#drawing.request();
  }

  #draw(context, width, height) {
    const { accent, line } = palette();
    context.fillStyle = line;
    context.fillRect(0, height / 2 - 0.5, width, 1);
    context.fillStyle = accent;
    const stretch = width / this.#stretches.length;
    drawExtremes(context, this.#stretches, (i) => i * stretch, stretch, height, Math.max(peak(this.#stretches), 1e-6));
  }
}

async function stretchesOf(recording) {
  const bytes = await recording.arrayBuffer();
  try {
    const sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes);
    // The first channel stands for all: it is only looked at.
    return cut(sound.getChannelData(0));
  } catch (error) {
    if (error.name === 'EncodingError') return [];
    throw error;
  }
}

function cut(samples) {
  const total = Math.min(count, samples.length);
  const edge = (i) => Math.floor((i * samples.length) / total);
  return Array.from({ length: total }, (_, i) => extremes(samples.subarray(edge(i), edge(i + 1))));
}
