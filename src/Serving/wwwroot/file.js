// The recording's half of the page.

import * as api from './api.js';
import { Bars } from './bars.js';
import { ClassRows, centred } from './class-rows.js';
import { clock, seconds } from './format.js';
import { labelButtons } from './labels.js';
import { notice } from './notices.js';
import { Overview } from './overview.js';
import { Player } from './player.js';
import { Verdict } from './verdict.js';
import { WindowTable } from './window-table.js';

export class FilePanel {
  #panel;
  #settings;
  #model = null;
  #file = null;
  #answer = null;
  #cells = [];
  #asking = null;
  #verdict;
  #bars = null;
  #overview;
  #rows;
  #table;
  #player;

  /**
   * @param {HTMLElement} panel
   * @param {import('./settings.js').Settings} settings
   */
  constructor(panel, settings) {
    this.#panel = panel;
    this.#settings = settings;
    this.#verdict = new Verdict(panel.querySelector('.verdict'));
    this.#overview = new Overview(panel.querySelector('#overview'));
    this.#rows = new ClassRows(panel.querySelector('#timeline'));
    this.#table = new WindowTable(panel.querySelector('details.windows'));
    this.#player = new Player({ time: (time) => this.#at(time), state: (state) => this.#playing(state) });
    this.#listen();
    labelButtons(panel, () => this.#labels());
    this.#show('empty');
  }

  /** The model that answers. */
  set model(model) {
    const same = JSON.stringify(model.classes) === JSON.stringify(this.#model?.classes);
    this.#model = model;
    if (same) return;
    this.#bars = new Bars(this.#panel.querySelector('ol.bars'), model.classes);
    this.#bars.show(null);
    this.#rows.classes = model.classes;
  }

  /** Asks the model about a recording. */
  async open(file) {
    this.#file = file;
    this.#player.pause();
    this.#player.load(file);
    await Promise.all([this.#overview.show(file), this.#ask()]);
  }

  /** Asks again, with windows cut as the settings have them now. */
  recut() {
    if (this.#file !== null) this.#ask();
  }

  /** Plays or pauses. */
  toggle() {
    if (this.#answer !== null) this.#player.toggle();
  }

  /** Pauses: the other half of the page is looked at. */
  leave() {
    this.#player.pause();
  }

  async #ask() {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#answer = null;
    this.#show('asking');
    this.#verdict.say('listening', this.#file.name);
    try {
      this.#refuse(null);
      this.#checkSize();
      const answer = await api.predict(this.#file, this.#settings.values, asking.signal);
      if (this.#asking === asking) this.#answered(answer);
    } catch (error) {
      if (error.name !== 'AbortError') this.#refuse(error.message);
    }
  }

  /** A server that refuses a body for its length hangs up, and the browser would only say that nothing answered. */
  #checkSize() {
    const most = this.#model.limits?.maxBodyBytes;
    if (this.#file.size <= (most ?? Infinity)) return;
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    throw new api.ApiError(`${megabytes(this.#file.size)} are too many: this server takes ${megabytes(most)} at most.`, 413);
  }

  #answered(answer) {
    this.#answer = answer;
    this.#cells = centred(answer.windows);
    this.#rows.show(this.#cells, () => [0, answer.seconds]);
    this.#table.windows = answer.windows;
    this.#slider.max = answer.seconds;
    this.#slider.step = Math.min(0.1, answer.seconds / 10);
    this.#element('seconds').textContent = clock(answer.seconds);
    this.#axis(answer.seconds);
    this.#show('answered');
    this.#whole();
    this.#place(this.#player.time);
  }

  #refuse(reason) {
    notice('file', reason === null ? null : `${this.#file.name}: ${reason}`);
    if (reason === null) return;
    this.#show('empty');
    this.#verdict.say('no label', this.#file.name);
  }

  /** Shows what is said of the whole recording. */
  #whole() {
    this.#verdict.show(this.#answer, `the whole of ${this.#file.name}`);
    this.#bars.show(this.#answer.probabilities);
    this.#element('scope').textContent = 'Whole recording';
    this.#panel.dataset.scope = 'whole';
  }

  /** Shows what is said of a place in the recording. */
  #at(time) {
    if (this.#answer === null) return;
    this.#place(time);
    const cell = this.#cells.find(({ to }) => time < to) ?? this.#cells.at(-1);
    const where = `${clock(cell.start)} to ${clock(cell.end)}`;
    this.#verdict.show(cell, where);
    this.#bars.show(cell.probabilities);
    this.#element('scope').textContent = `Window ${where}`;
    this.#panel.dataset.scope = 'window';
    const plot = this.#panel.querySelector('.plot');
    plot.style.setProperty('--window-start', cell.start / this.#answer.seconds);
    plot.style.setProperty('--window-end', Math.min(1, cell.end / this.#answer.seconds));
    this.#slider.setAttribute('aria-valuetext', `${seconds(Number(time.toFixed(1)))}, ${cell.label}`);
  }

  #place(time) {
    this.#slider.value = time;
    this.#element('time').textContent = clock(time);
    this.#panel.querySelector('.plot').style.setProperty('--place', Math.min(1, time / this.#answer.seconds));
  }

  #playing({ playing, playable }) {
    const button = this.#button('play');
    button.textContent = playing ? 'Pause' : 'Play';
    button.disabled = playable !== true || this.#answer === null;
    this.#element('unplayable').hidden = playable !== false;
    this.#panel.dataset.playable = playable;
  }

  #listen() {
    const input = this.#panel.querySelector('input[type=file]');
    input.addEventListener('change', () => {
      if (input.files.length > 0) this.open(input.files[0]);
      // The same file may be chosen again.
      input.value = '';
    });
    this.#button('play').addEventListener('click', () => this.toggle());
    this.#button('whole').addEventListener('click', () => {
      this.#player.pause();
      this.#whole();
    });
    this.#slider.addEventListener('input', () => this.#goTo(Number(this.#slider.value)));
    this.#panel.querySelector('.plot').addEventListener('click', ({ clientX, currentTarget }) => {
      if (this.#answer === null) return;
      const { left, width } = currentTarget.querySelector('canvas').getBoundingClientRect();
      this.#goTo(Math.max(0, Math.min(1, (clientX - left) / width)) * this.#answer.seconds);
      this.#player.play();
    });
  }

  /** A recording that the browser cannot play can be looked at all the same. */
  #goTo(time) {
    if (this.#panel.dataset.playable === 'true') this.#player.seek(time);
    this.#at(time);
  }

  #axis(length) {
    const ticks = this.#panel.querySelectorAll('.plot .ticks span');
    ticks.forEach((tick, i) => {
      tick.textContent = clock((length * i) / (ticks.length - 1));
    });
  }

  #show(state) {
    this.#panel.dataset.state = state;
    this.#panel.setAttribute('aria-busy', state === 'asking');
    for (const button of this.#panel.querySelectorAll('[data-save], [data-do=whole]')) button.disabled = state !== 'answered';
    this.#slider.disabled = state !== 'answered';
    this.#button('play').disabled = state !== 'answered' || this.#panel.dataset.playable !== 'true';
    if (state === 'empty') this.#verdict.say('ready', 'drop a recording anywhere on this page, or choose one');
  }

  #labels() {
    const { windows, ...whole } = this.#answer;
    return {
      name: this.#file.name.replace(/\.[^.]*$/, ''),
      windows,
      classes: this.#model.classes,
      about: { model: this.#model.name, mode: this.#model.mode, file: this.#file.name, ...whole, settings: this.#settings.values },
    };
  }

  get #slider() {
    return this.#panel.querySelector('input[type=range]');
  }

  #button(name) {
    return this.#panel.querySelector(`button[data-do=${name}]`);
  }

  #element(name) {
    return this.#panel.querySelector(`[data-show=${name}]`);
  }
}
