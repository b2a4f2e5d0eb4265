// The microphone: asks for it, amplifies, and hands over blocks of samples.

/** Why there is no sound; the message is for people. */
class MicrophoneError extends Error {}

const instead = 'A recording can be dropped on this page all the same.';

const reasons = {
  NotAllowedError: `The browser refused the microphone. Allow it for this page (the symbol beside the address) and start again. ${instead}`,
  NotFoundError: `No microphone was found. Plug one in and start again. ${instead}`,
  NotReadableError: `The microphone cannot be used now; another program may have it. ${instead}`,
};

// What a telephone call needs (echo, noise, level) would change what the model was trained to hear.
const constraints = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 } };

export class Microphone {
  #context = null;
  #gain = null;
  #capture = null;
  #stream = null;
  #source = null;
  #decibel = 0;
  #onSamples;
  #onLost;

  /**
   * @param {(samples: Int16Array) => void} onSamples called with each block
   * @param {() => void} onLost called when the microphone was unplugged or its permission withdrawn
   */
  constructor(onSamples, onLost) {
    this.#onSamples = onSamples;
    this.#onLost = onLost;
  }

  /** Samples a second; known once it was started, and the same from then on. */
  get sampleRate() {
    return this.#context.sampleRate;
  }

  /** @param {number} decibel amplification */
  set gain(decibel) {
    this.#decibel = decibel;
    if (this.#gain !== null) this.#gain.gain.value = 10 ** (decibel / 20);
  }

  /** Asks for the microphone and listens. Throws a MicrophoneError. */
  async start() {
    if (!isSecureContext || navigator.mediaDevices === undefined) {
      throw new MicrophoneError(
        `A browser lends the microphone only to pages from localhost or over https; this one came from ${location.host} over http. ${instead}`,
      );
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia(constraints);
    } catch (error) {
      throw new MicrophoneError(reasons[error.name] ?? `The microphone cannot be used: ${error.message}. ${instead}`);
    }
    await this.#prepare();
    this.#source = this.#context.createMediaStreamSource(this.#stream);
    this.#source.connect(this.#gain);
    for (const track of this.#stream.getTracks()) track.onended = () => this.#onLost();
    await this.#context.resume();
  }

  /** Gives the microphone back. */
  stop() {
    this.#source?.disconnect();
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#source = null;
    this.#stream = null;
  }

  async #prepare() {
    if (this.#context !== null) return;
    const context = new AudioContext({ latencyHint: 'interactive' });
    await context.audioWorklet.addModule('/capture.js');
    this.#context = context;
    this.#gain = context.createGain();
    this.gain = this.#decibel;
    this.#capture = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0 });
    this.#capture.port.onmessage = ({ data }) => this.#onSamples(data);
    this.#gain.connect(this.#capture);
  }
}
