// A table of runs that can be sorted by each of its columns.

import { score } from './format.js';

/** Columns in which the largest is the best or the newest: they start from there. */
const largestFirst = new Set(['created', 'epochs', 'macroF1', 'uar', 'accuracy']);

export class RunTable {
  #table;
  #runs = [];
  #column = 'created';
  #descending = true;

  /** @param {HTMLTableElement} table its head holds a button for each column, with `data-sort` */
  constructor(table) {
    this.#table = table;
    for (const button of table.querySelectorAll('[data-sort]')) button.addEventListener('click', () => this.#sortBy(button.dataset.sort));
  }

  /** What `/api/runs` says. */
  set runs(runs) {
    this.#runs = runs;
    this.#fill();
  }

  #sortBy(column) {
    this.#descending = column === this.#column ? !this.#descending : largestFirst.has(column);
    this.#column = column;
    this.#fill();
  }

  #fill() {
    for (const button of this.#table.querySelectorAll('[data-sort]')) {
      const order = button.dataset.sort === this.#column ? (this.#descending ? 'descending' : 'ascending') : 'none';
      button.closest('th').setAttribute('aria-sort', order);
    }
    const sign = this.#descending ? -1 : 1;
    const sorted = this.#runs.toSorted((a, b) => compare(a[this.#column], b[this.#column], sign));
    this.#table.tBodies[0].replaceChildren(...sorted.map(row));
  }
}

/** Runs that lack a value come last, whichever way the others go. */
function compare(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  return sign * (typeof a === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true }));
}

function row(run) {
  const line = document.createElement('tr');
  const name = document.createElement('th');
  name.scope = 'row';
  name.append(run.report === null ? run.name : report(run));
  line.append(name);
  if (run.error !== null) {
    const reason = line.insertCell();
    reason.colSpan = 9;
    reason.className = 'problem';
    reason.textContent = run.error;
    return line;
  }
  for (const text of [day(run.created), run.mode, run.protocol, run.recipe]) line.insertCell().textContent = text ?? '–';
  for (const text of [run.epochs ?? '–', score(run.macroF1), score(run.uar), score(run.accuracy)]) {
    const cell = line.insertCell();
    cell.className = 'number';
    cell.textContent = text;
  }
  line.insertCell().textContent = run.scoredOn ?? '–';
  return line;
}

function day(created) {
  if (created === null) return null;
  return new Date(created).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
}

function report({ name, report: address }) {
  const link = document.createElement('a');
  link.href = address;
  link.textContent = name;
  return link;
}
