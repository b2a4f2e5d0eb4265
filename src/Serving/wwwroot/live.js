// The microphone's half of the page.

import { Bars } from './bars.js';
import { ClassRows, trailing } from './class-rows.js';
import { clock, kilohertz } from './format.js';
import { heardLabels, saveSound } from './heard.js';
import { labelButtons } from './labels.js';
import { Microphone } from './microphone.js';
import { notice } from './notices.js';
import { Recording } from './recording.js';
import { Spectrogram } from './spectrogram.js';
import { Stream } from './stream.js';
import { TimeAxis } from './time-axis.js';
import { Verdict } from './verdict.js';
import { Waveform } from './waveform.js';

const soundSeconds = 8;
const trendSeconds = 60;

/** Windows that are remembered: three hours at the default hop. */
const mostWindows = 20_000;

export class Live {
  #panel;
  #settings;
  #model = null;
  #onModel;
  #microphone = new Microphone((samples) => this.#heard(samples), () => this.#lost());
  #stream;
  #recording = null;
  #windows = [];
  #state = 'idle';
  #verdict;
  #bars = null;
  #waveform;
  #spectrogram;
  #rows;
  #trend = new TimeAxis(trendSeconds);

  /**
   * @param {HTMLElement} panel
   * @param {import('./settings.js').Settings} settings
   * @param {(model: object) => void} onModel called with the server's model at each connection
   */
  constructor(panel, settings, onModel) {
    this.#panel = panel;
    this.#settings = settings;
    this.#onModel = onModel;
    const axis = new TimeAxis(soundSeconds);
    this.#verdict = new Verdict(panel.querySelector('.verdict'));
    this.#waveform = new Waveform(panel.querySelector('#waveform'), axis);
    this.#spectrogram = new Spectrogram(panel.querySelector('#spectrogram'), axis);
    this.#rows = new ClassRows(panel.querySelector('#trend'));
    this.#stream = new Stream({
      state: (state) => this.#connection(state),
      model: (model) => this.#onModel(model),
      result: (window) => this.#labelled(window),
      columns: (columns) => this.#spectrogram.add(columns),
    });
    this.#button('toggle').addEventListener('click', () => this.toggle());
    this.#button('stop').addEventListener('click', () => this.#stop());
    this.#button('discard').addEventListener('click', () => this.#discard());
    this.#button('wav').addEventListener('click', () => saveSound(this.#recording));
    labelButtons(panel, () => heardLabels(this.#recording, this.#windows, this.#model, this.#settings.values));
    this.#show('idle');
  }

  /** The model that answers. */
  set model(model) {
    const same = JSON.stringify(model.classes) === JSON.stringify(this.#model?.classes);
    this.#model = model;
    this.#element('mel-range').textContent = `, ${kilohertz(model.logMel.minFrequency)} to ${kilohertz(model.logMel.maxFrequency)} kHz`;
    if (!same) {
      this.#windows = [];
      this.#bars = new Bars(this.#panel.querySelector('ol.bars'), model.classes);
      this.#bars.show(null);
      this.#rows.classes = model.classes;
      this.#showTrend();
    }
    this.#show(this.#state);
  }

  /** Amplification of the microphone in dB. */
  set gain(decibel) {
    this.#microphone.gain = decibel;
  }

  /** Starts, pauses or goes on. */
  async toggle() {
    if (this.#state === 'listening') this.#pause();
    else if (this.#state === 'paused') this.#listen();
    else if (this.#state === 'idle' && this.#model !== null) await this.#start();
  }

  /** Cuts windows as the settings have them now. */
  recut() {
    if (this.#state === 'listening') this.#listen();
  }

  /** Pauses where it listens: the other half of the page is looked at. */
  leave() {
    notice('microphone', null);
    if (this.#state === 'listening') this.#pause();
  }

  async #start() {
    this.#show('starting');
    notice('microphone', null);
    try {
      await this.#microphone.start();
    } catch (error) {
      this.#microphone.stop();
      notice('microphone', error.message);
      this.#show('idle');
      return;
    }
    if (this.#recording === null) this.#renew();
    this.#listen();
  }

  #listen() {
    this.#show('listening');
    this.#stream.start(this.#recording, this.#settings.values);
  }

  #pause() {
    this.#stream.stop();
    this.#show('paused');
  }

  #stop() {
    this.#stream.stop();
    this.#microphone.stop();
    this.#show('idle');
  }

  #lost() {
    this.#stop();
    notice('microphone', 'The microphone is gone: unplugged, or no longer allowed. Start again when it is back.');
  }

  #discard() {
    this.#renew();
    if (this.#state === 'listening') this.#listen();
    else this.#show(this.#state);
  }

  #renew() {
    const recording = new Recording(this.#microphone.sampleRate);
    this.#recording = recording;
    this.#windows = [];
    this.#waveform.recording = recording;
    this.#spectrogram.clear(() => recording.end / recording.sampleRate);
    this.#bars.show(null);
    this.#showTrend();
  }

  #heard(samples) {
    // Blocks may be under way when it is paused.
    if (this.#state !== 'listening') return;
    this.#recording.append(samples);
    this.#stream.pump();
    this.#waveform.update();
    this.#spectrogram.update();
    this.#element('heard').textContent = clock(this.#recording.end / this.#recording.sampleRate);
  }

  #labelled(window) {
    if (this.#state !== 'listening') return;
    this.#windows.push({ ...window, hop: this.#settings.values.hop });
    this.#windows.splice(0, this.#windows.length - mostWindows);
    this.#verdict.show(window, `${clock(window.start)} to ${clock(window.end)}`);
    this.#bars.show(window.probabilities);
    this.#waveform.window = window;
    this.#showTrend();
    this.#showSaving();
  }

  #showTrend() {
    const now = () => this.#windows.at(-1)?.end ?? trendSeconds;
    const range = () => [this.#trend.start(now()), this.#trend.start(now()) + trendSeconds];
    const shown = this.#windows.filter(({ end }) => end > now() - trendSeconds);
    this.#rows.show(shown.map((window) => trailing(window, window.hop)), range);
  }

  #connection({ name, reason, seconds }) {
    const status = this.#element('connection');
    status.dataset.state = name;
    status.textContent = { connecting: 'connecting', open: 'connected', waiting: `connecting again in ${seconds} s`, closed: '' }[name];
    if (name === 'waiting') this.#away(reason);
    else if (name !== 'connecting') notice('connection', null);
  }

  /** The last label is not what is heard now. */
  #away(reason) {
    notice('connection', `The connection to the model was lost: ${reason.replace(/\.$/, '')}. The page connects again by itself.`);
    this.#verdict.say('waiting', 'for the model; what is heard is still kept');
    this.#bars.show(null);
  }

  #show(state) {
    this.#state = state;
    this.#panel.dataset.state = state;
    const toggle = this.#button('toggle');
    toggle.textContent = { idle: 'Start microphone', starting: 'Asking…', listening: 'Pause', paused: 'Resume' }[state];
    // Not while it asks: a button that is disabled loses the keyboard.
    toggle.disabled = this.#model === null;
    this.#button('stop').disabled = state !== 'listening' && state !== 'paused';
    if (state === 'listening' && this.#windows.length === 0) this.#verdict.say('listening', 'the first label comes in a moment');
    else if (state === 'starting') this.#verdict.say('waiting', 'the browser asks whether it may use the microphone');
    else if (state === 'idle' && this.#windows.length === 0) this.#verdict.say('ready', 'start the microphone, or drop a recording');
    this.#showSaving();
  }

  #showSaving() {
    const nothing = this.#recording === null || this.#recording.end === 0;
    for (const name of ['wav', 'discard']) this.#button(name).disabled = nothing;
    for (const button of this.#panel.querySelectorAll('[data-save]')) button.disabled = this.#windows.length === 0;
  }

  #button(name) {
    return this.#panel.querySelector(`button[data-do=${name}]`);
  }

  #element(name) {
    return this.#panel.querySelector(`[data-show=${name}]`);
  }
}
