// The model's own log-mel, as it comes from the server.

import { Drawing } from './canvas.js';
import { palette } from './palette.js';

/** What lies this many dB below the loudest is as dark as silence. */
const range = 80;

/** The loudest is taken for no quieter than this, in dB: a silent room stays dark. */
const quietest = -10;

/** Number of the column in a place that holds none: before all that are shown, which at the beginning are before 0 too. */
const none = -(2 ** 31);

export class Spectrogram {
  #axis;
  #now = () => 0;
  #columns = null;
  #picture = document.createElement('canvas');
  #drawing;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./time-axis.js').TimeAxis} axis
   */
  constructor(canvas, axis) {
    this.#axis = axis;
    this.#drawing = new Drawing(canvas, (context, width, height) => this.#draw(context, width, height));
  }

  /**
   * Starts anew.
   * @param {() => number} now seconds heard
   */
  clear(now) {
    this.#now = now;
    this.#columns = null;
    this.#drawing.request();
  }

  /** Draws at the next frame. */
  update() {
    this.#drawing.request();
  }

  /** Takes columns, each in the place of its time; those that come again replace the earlier ones. */
  add({ start, seconds, mels, count, decibels }) {
    if (this.#columns?.seconds !== seconds || this.#columns.mels !== mels) this.#columns = emptyColumns(this.#axis.seconds, seconds, mels);
    const { values, places, capacity } = this.#columns;
    const first = Math.round(start / seconds);
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % capacity;
      places[slot] = first + i;
      values.set(decibels.subarray(i * mels, (i + 1) * mels), slot * mels);
    }
    this.#drawing.request();
  }

  #draw(context, width, height) {
    if (this.#columns === null) return;
    const { seconds, capacity, mels } = this.#columns;
    const start = this.#axis.start(this.#now());
    const first = Math.floor(start / seconds);
    this.#paint(first);
    const column = (seconds / this.#axis.seconds) * width;
    context.drawImage(this.#picture, 0, 0, capacity, mels, (first - start / seconds) * column, 0, capacity * column, height);
  }

  /** One pixel for each column and mel band, the lowest band at the bottom. */
  #paint(first) {
    const { capacity, mels, places, values } = this.#columns;
    const shown = (slot) => places[slot] >= first && places[slot] < first + capacity;
    const top = loudest(this.#columns, shown);
    const { heat } = palette();
    if (this.#picture.width !== capacity || this.#picture.height !== mels) [this.#picture.width, this.#picture.height] = [capacity, mels];
    const image = new ImageData(capacity, mels);
    const pixels = new Uint32Array(image.data.buffer);
    for (let slot = 0; slot < capacity; slot++) {
      if (!shown(slot)) continue;
      for (let mel = 0; mel < mels; mel++) {
        const level = ((values[slot * mels + mel] - top + range) / range) * 255;
        pixels[(mels - 1 - mel) * capacity + places[slot] - first] = heat[Math.max(0, Math.min(255, Math.round(level)))];
      }
    }
    this.#picture.getContext('2d').putImageData(image, 0, 0);
  }
}

/** A ring of columns: decibels [slot, mel], and the number of the column that each slot holds. */
function emptyColumns(shownSeconds, seconds, mels) {
  const capacity = Math.ceil(shownSeconds / seconds) + 1;
  return { seconds, mels, capacity, values: new Float32Array(capacity * mels), places: new Int32Array(capacity).fill(none) };
}

function loudest({ capacity, mels, values }, shown) {
  let top = quietest;
  for (let slot = 0; slot < capacity; slot++) {
    if (!shown(slot)) continue;
    for (let i = slot * mels; i < (slot + 1) * mels; i++) if (values[i] > top) top = values[i];
  }
  return top;
}
