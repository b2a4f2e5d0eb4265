// How sound is cut into windows, and how loud the microphone is.

const units = { gain: 'dB', window: 's', hop: 's', silence: 'dB' };
const signed = new Set(['gain']);

export class Settings {
  #form;
  #defaults = null;
  #onGain = () => {};
  #onWindows = () => {};

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', ({ target }) => {
      this.#label();
      if (target.name === 'gain') this.#onGain(this.gain);
    });
    // While a slider moves nothing is asked of the server; once it is let go.
    form.addEventListener('change', ({ target }) => target.name !== 'gain' && this.#onWindows());
    form.querySelector('[data-reset]').addEventListener('click', () => this.#reset());
  }

  /** What the model says is best; kept as they are where the same model is told again. */
  set defaults({ windowSeconds, hopSeconds, smoothing, silenceDecibel }) {
    const defaults = { gain: 0, window: windowSeconds, hop: hopSeconds, smoothing, silence: silenceDecibel };
    if (JSON.stringify(defaults) === JSON.stringify(this.#defaults)) return;
    this.#defaults = defaults;
    this.#fill();
  }

  /** Amplification of the microphone in dB. */
  get gain() {
    return this.#number('gain');
  }

  /** Seconds, seconds, windows, dB. */
  get values() {
    return { window: this.#number('window'), hop: this.#number('hop'), smoothing: this.#number('smoothing'), silenceDecibel: this.#number('silence') };
  }

  /** Calls back with the amplification in dB. */
  set onGain(listener) {
    this.#onGain = listener;
  }

  /** Calls back when windows are cut another way. */
  set onWindows(listener) {
    this.#onWindows = listener;
  }

  #reset() {
    this.#fill();
    this.#onGain(this.gain);
    this.#onWindows();
  }

  #fill() {
    for (const [name, value] of Object.entries(this.#defaults)) {
      const control = this.#form.elements[name];
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => Number(option.value) === value)) {
        control.add(new Option(`${value} windows`, value));
      }
      // A slider would move a value that is not on its steps.
      if (control.type === 'range') widen(control, value);
      control.value = value;
    }
    this.#label();
  }

  #number(name) {
    return Number(this.#form.elements[name].value);
  }

  #label() {
    for (const [name, unit] of Object.entries(units)) {
      const value = this.#number(name);
      const text = `${signed.has(name) && value > 0 ? '+' : ''}${String(value).replace('-', '−')} ${unit}`;
      this.#form.querySelector(`output[for=${name}]`).textContent = text;
      this.#form.elements[name].setAttribute('aria-valuetext', text);
    }
  }
}

function widen(slider, value) {
  slider.min = Math.min(slider.min, value);
  slider.max = Math.max(slider.max, value);
  if (Math.abs((value - slider.min) / slider.step - Math.round((value - slider.min) / slider.step)) > 1e-6) slider.step = 'any';
}
