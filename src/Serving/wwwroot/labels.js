// Labels as files: the same columns and segments as `emotion predict --timeline` writes.

import { centred, segments } from './class-rows.js';

const place = (value) => value.toFixed(3);
const number = (value) => String(Number(value.toFixed(6)));

// Classes are names that a model brings along: any of them may hold a comma or a quotation mark.
const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** CSV with a header: a window a line. */
function csv(windows, classes) {
  const lines = windows.map(({ start, end, label, entropy, probabilities }) => [
    place(start),
    place(end),
    field(label),
    ...(probabilities === null ? Array(classes.length + 1).fill('') : [number(entropy), ...classes.map((name) => number(probabilities[name]))]),
  ]);
  return [['start', 'end', 'label', 'entropy', ...classes.map(field)], ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** JSON: what made the labels, then the windows. */
const json = (windows, about) => `${JSON.stringify({ ...about, windows }, null, 2)}\n`;

/** A label track for Audacity: a stretch of one label a line. */
const audacity = (windows) =>
  segments(centred(windows))
    .map(({ from, to, label }) => `${place(from)}\t${place(to)}\t${label.replaceAll(/\s/g, ' ')}\n`)
    .join('');

/** Hands a file to the user. */
export function save(name, content, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  // Firefox reads it after the click is done.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * The buttons that save labels.
 * @param {HTMLElement} element holds buttons with `data-save`
 * @param {() => {name: string, windows: object[], classes: string[], about: object}} content
 */
export function labelButtons(element, content) {
  const kinds = {
    csv: ({ name, windows, classes }) => save(`${name}.csv`, csv(windows, classes), 'text/csv'),
    json: ({ name, windows, about }) => save(`${name}.json`, json(windows, about), 'application/json'),
    audacity: ({ name, windows }) => save(`${name}-audacity.txt`, audacity(windows), 'text/plain'),
  };
  for (const [kind, write] of Object.entries(kinds)) {
    element.querySelector(`[data-save=${kind}]`).addEventListener('click', () => write(content()));
  }
}
