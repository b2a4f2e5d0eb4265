// The timeline in words: for those who cannot see the picture, and to copy from.

import { percent } from './format.js';

export class WindowTable {
  #details;
  #windows = [];

  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.#details = details;
    // Thousands of rows are made only for those who open it.
    details.addEventListener('toggle', () => this.#fill());
  }

  set windows(windows) {
    this.#windows = windows;
    this.#fill();
  }

  #fill() {
    const body = this.#details.querySelector('tbody');
    if (this.#details.open) body.replaceChildren(...this.#windows.map(row));
    else body.replaceChildren();
  }
}

function row({ start, end, label, probabilities }) {
  const line = document.createElement('tr');
  for (const text of [start.toFixed(2), end.toFixed(2), label, probabilities === null ? '' : percent(probabilities[label])]) {
    line.insertCell().textContent = text;
  }
  return line;
}
