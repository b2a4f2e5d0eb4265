// Probabilities over time: a row of small bars for each class, in the classes' own order, the most probable one in full colour.

import { Drawing } from './canvas.js';
import { face } from './faces.js';
import { palette } from './palette.js';

export class ClassRows {
  #classes = [];
  #cells = [];
  #range = () => [0, 1];
  #names;
  #drawing;

  /** @param {HTMLElement} element holds a list for the names and a canvas */
  constructor(element) {
    this.#names = element.querySelector('ul');
    this.#drawing = new Drawing(element.querySelector('canvas'), (context, width, height) => this.#draw(context, width, height));
  }

  /** Names the rows. */
  set classes(classes) {
    this.#classes = classes;
    this.#names.replaceChildren(...classes.map(nameRow));
    this.#names.parentElement.style.setProperty('--rows', classes.length);
    this.#drawing.request();
  }

  /**
   * What to draw.
   * @param {{from: number, to: number, label: string, probabilities: object|null}[]} cells in seconds
   * @param {() => [number, number]} range first and last second of the picture
   */
  show(cells, range) {
    this.#cells = cells;
    this.#range = range;
    this.#drawing.request();
  }

  /** Draws at the next frame. */
  update() {
    this.#drawing.request();
  }

  #draw(context, width, height) {
    const [first, last] = this.#range();
    const x = (seconds) => ((seconds - first) / (last - first)) * width;
    const row = height / Math.max(1, this.#classes.length);
    context.fillStyle = palette().line;
    this.#classes.forEach((_, i) => context.fillRect(0, (i + 1) * row - 1, width, 1));
    for (const cell of this.#cells) {
      if (cell.to > first && cell.from < last) this.#drawCell(context, cell, x(cell.from), x(cell.to), row);
    }
  }

  #drawCell(context, { label, probabilities }, left, right, row) {
    const { accent, 'accent-mid': mid, sunken } = palette();
    const width = Math.max(right - left - (right - left > 4 ? 1 : 0), 0.5);
    if (probabilities === null) {
      context.fillStyle = sunken;
      context.fillRect(left, 0, right - left, row * this.#classes.length);
      return;
    }
    this.#classes.forEach((name, i) => {
      const height = probabilities[name] * (row - 5);
      context.fillStyle = name === label ? accent : mid;
      context.fillRect(left, (i + 1) * row - 1 - height, width, height);
    });
  }
}

/** Cells of windows as they come: each says what was heard up to now. */
export const trailing = ({ start, end, label, probabilities }, hop) => ({ from: Math.max(start, end - hop), to: end, label, probabilities });

/**
 * Cells of windows as `predict --timeline` cuts them: from halfway between a window's centre and that of the one before to halfway to the one after;
 * from its start and to its end where none touches it.
 */
export function centred(windows) {
  const touch = (a, b) => a !== undefined && b !== undefined && b.start <= a.end;
  const between = (a, b) => (a.start + a.end + b.start + b.end) / 4;
  return windows.map((window, i) => {
    const [before, after] = [windows[i - 1], windows[i + 1]];
    return {
      ...window,
      from: touch(before, window) ? between(before, window) : window.start,
      to: touch(window, after) ? between(window, after) : window.end,
    };
  });
}

/** Cells of one label in one: what an annotator would draw. */
export function segments(cells) {
  const joined = [];
  for (const { from, to, label } of cells) {
    const last = joined.at(-1);
    if (last?.label === label && from - last.to < 0.01) last.to = to;
    else joined.push({ from, to, label });
  }
  return joined;
}

function nameRow(name) {
  const item = document.createElement('li');
  const [emoji, label] = [document.createElement('span'), document.createElement('span')];
  emoji.className = 'face';
  emoji.textContent = face(name);
  emoji.setAttribute('aria-hidden', 'true');
  label.className = 'name';
  label.textContent = name;
  item.append(emoji, label);
  return item;
}
