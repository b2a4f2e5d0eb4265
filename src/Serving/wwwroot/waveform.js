// The waveform of the last seconds: the lowest and the highest sample of each stretch.

import { Drawing } from './canvas.js';
import { palette } from './palette.js';

/** Stretches a second. */
const rate = 100;

/** What fills the height where nothing is louder, as a part of full scale: a silent room stays a line. */
const quietest = 0.02;

export class Waveform {
  #axis;
  #recording = null;
  #stretches = [];
  #done = 0;
  #window = null;
  #scale = quietest;
  #drawing;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./time-axis.js').TimeAxis} axis
   */
  constructor(canvas, axis) {
    this.#axis = axis;
    this.#drawing = new Drawing(canvas, (context, width, height) => this.#draw(context, width, height));
  }

  /** Shows another recording, from its beginning. */
  set recording(recording) {
    this.#recording = recording;
    this.#stretches = [];
    this.#done = 0;
    this.#window = null;
    this.#drawing.request();
  }

  /** Marks the window that was labelled last: `{start, end}` in seconds. */
  set window(window) {
    this.#window = window;
  }

  /** Takes what was heard since the last time. */
  update() {
    const length = Math.round(this.#recording.sampleRate / rate);
    for (; this.#done + length <= this.#recording.end; this.#done += length) {
      this.#stretches.push(extremes(this.#recording.read(this.#done, this.#done + length)).map((sample) => sample / 32768));
    }
    this.#stretches.splice(0, this.#stretches.length - this.#axis.seconds * rate - 1);
    this.#drawing.request();
  }

  #draw(context, width, height) {
    const { accent, 'accent-soft': soft, line } = palette();
    context.fillStyle = line;
    context.fillRect(0, height / 2 - 0.5, width, 1);
    if (this.#recording === null) return;

    const now = this.#recording.end / this.#recording.sampleRate;
    const start = this.#axis.start(now);
    const x = (seconds) => ((seconds - start) / this.#axis.seconds) * width;
    if (this.#window !== null) {
      context.fillStyle = soft;
      context.fillRect(x(this.#window.start), 0, x(this.#window.end) - x(this.#window.start), height);
    }
    const first = this.#done / this.#recording.sampleRate - this.#stretches.length / rate;
    context.fillStyle = accent;
    drawExtremes(context, this.#stretches, (i) => x(first + i / rate), width / (this.#axis.seconds * rate), height, this.#rescaled());
  }

  /** What fills the height: follows the loudest by and by, so that the picture does not jump when that moves out of it. */
  #rescaled() {
    const loudest = Math.max(quietest, peak(this.#stretches));
    this.#scale = loudest > this.#scale ? loudest : this.#scale + (loudest - this.#scale) * 0.04;
    return this.#scale;
  }
}

/** The lowest and the highest of samples, 0 included. */
export function extremes(samples) {
  let low = 0;
  let high = 0;
  for (const sample of samples) {
    if (sample < low) low = sample;
    else if (sample > high) high = sample;
  }
  return [low, high];
}

/** The largest distance from 0. */
export const peak = (stretches) => stretches.reduce((top, [low, high]) => Math.max(top, -low, high), 0);

/**
 * Draws a waveform around the middle.
 * @param {[number, number][]} stretches lowest and highest
 * @param {(i: number) => number} x left edge of a stretch
 * @param {number} scale value that fills the height
 */
export function drawExtremes(context, stretches, x, width, height, scale) {
  const y = (value) => (height / 2) * (1 - (0.96 * value) / scale);
  stretches.forEach(([low, high], i) => context.fillRect(x(i), y(high) - 0.5, Math.max(width, 0.75), y(low) - y(high) + 1));
}
