// Probabilities of all classes, the largest first.

import { face } from './faces.js';
import { percent } from './format.js';
import { lessMotion } from './time-axis.js';

export class Bars {
  #list;
  #rows = new Map();

  /**
   * @param {HTMLOListElement} list
   * @param {string[]} classes
   */
  constructor(list, classes) {
    this.#list = list;
    for (const name of classes) this.#rows.set(name, row(name));
    list.replaceChildren(...[...this.#rows.values()].map(({ item }) => item));
  }

  /** @param {Object<string, number>|null} probabilities by class; null in silence */
  show(probabilities) {
    this.#list.classList.toggle('idle', probabilities === null);
    for (const [name, { fill, number }] of this.#rows) {
      const probability = probabilities?.[name] ?? 0;
      fill.style.inlineSize = `${probability * 100}%`;
      number.textContent = probabilities === null ? '–' : percent(probability);
    }
    if (probabilities !== null) this.#sort(probabilities);
  }

  #sort(probabilities) {
    const before = [...this.#list.children];
    // Stable: classes with one probability keep the places that they have.
    const items = [...this.#rows].sort(([a], [b]) => probabilities[b] - probabilities[a]).map(([, { item }]) => item);
    if (items.every((item, i) => item === before[i])) return;
    const tops = new Map(before.map((item) => [item, item.offsetTop]));
    this.#list.append(...items);
    if (!lessMotion()) items.forEach((item) => glide(item, tops.get(item) - item.offsetTop));
  }
}

function glide(item, distance) {
  if (distance !== 0) item.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], { duration: 240, easing: 'ease-out' });
}

function row(name) {
  const item = document.createElement('li');
  item.dataset.class = name;
  const [emoji, label, track, fill, number] = ['face', 'name', 'track', 'fill', 'number'].map(span);
  emoji.textContent = face(name);
  emoji.setAttribute('aria-hidden', 'true');
  label.textContent = name;
  track.append(fill);
  item.append(emoji, label, track, number);
  return { item, fill, number };
}

function span(className) {
  const element = document.createElement('span');
  element.className = className;
  return element;
}
