// The label in large type.

import { face, silence } from './faces.js';
import { certainty, percent } from './format.js';

export class Verdict {
  #face;
  #label;
  #detail;

  /** @param {HTMLElement} element */
  constructor(element) {
    [this.#face, this.#label, this.#detail] = ['.face', '.label', '.detail'].map((part) => element.querySelector(part));
  }

  /** Words instead of a label. */
  say(text, detail = '') {
    this.#write('', text, detail);
    this.#label.classList.add('quiet');
  }

  /**
   * @param {{label: string, entropy: number, probabilities: object|null}} prediction
   * @param {string} where what it is about
   */
  show({ label, entropy, probabilities }, where) {
    if (label === silence) {
      this.say('silence', where);
      return;
    }
    const [share, sure] = [percent(probabilities[label]), certainty(entropy, Object.keys(probabilities).length)];
    this.#write(face(label), label, `${share}, ${sure} · ${where}`);
    this.#label.classList.remove('quiet');
  }

  #write(emoji, label, detail) {
    this.#face.textContent = emoji;
    // The label is read out when it changes; the same one again would be read out again.
    if (this.#label.textContent !== label) this.#label.textContent = label;
    this.#detail.textContent = detail;
  }
}
