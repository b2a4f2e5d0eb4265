// The connection over which sound goes to the model and labels come back. It comes back by itself when it is lost.

import * as api from './api.js';
import { logMelColumns } from './log-mel-columns.js';
import { token } from './token.js';

/** Seconds to the next attempt; the last one for all that follow. */
const waits = [0.5, 1, 2, 4, 8];

/** A connection that lived so long was a good one: the next attempt after it is the first again. */
const goodSeconds = 5;

/** Samples of one message: servers refuse long ones. */
const mostSamples = 1 << 15;

/** Unsent bytes from which on sound is held back: more than 5 s of it. */
const mostUnsent = 1 << 19;

export class Stream {
  #events;
  #recording = null;
  #settings = null;
  #model = null;
  #socket = null;
  #sent = 0;
  #offset = 0;
  #fresh = 0;
  #stopping = null;
  #wake = () => {};

  /**
   * @param {{
   *   state: (state: {name: 'connecting'|'open'|'waiting'|'closed', reason?: string, seconds?: number}) => void,
   *   model: (model: object) => void,
   *   result: (window: {start: number, end: number, label: string, entropy: number, probabilities: object|null}) => void,
   *   columns: (columns: {start: number, seconds: number, mels: number, count: number, decibels: Float32Array}) => void
   * }} events times in seconds of the recording
   */
  constructor(events) {
    this.#events = events;
    addEventListener('online', () => this.#wake());
  }

  /**
   * Connects, and sends what the recording holds from the last window on, so that the first label need not wait for a whole window.
   * @param {import('./recording.js').Recording} recording
   * @param {{window: number, hop: number, smoothing: number, silenceDecibel: number}} settings
   */
  start(recording, settings) {
    this.stop();
    this.#recording = recording;
    this.#settings = settings;
    this.#stopping = new AbortController();
    this.#run(this.#stopping.signal);
  }

  /** Closes the connection. */
  stop() {
    this.#stopping?.abort();
    this.#stopping = null;
    this.#socket?.close();
    this.#socket = null;
    this.#wake();
  }

  /** Sends what was heard since the last time. */
  pump() {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#socket.bufferedAmount > mostUnsent) return;
    for (const { end } = this.#recording; this.#sent < end;) {
      const next = Math.min(end, this.#sent + mostSamples);
      this.#socket.send(this.#recording.read(this.#sent, next));
      this.#sent = next;
    }
  }

  async #run(signal) {
    for (let attempt = 0; !signal.aborted; attempt++) {
      this.#events.state({ name: 'connecting' });
      const begun = performance.now();
      const reason = await this.#live(signal);
      if (signal.aborted) break;
      if (performance.now() - begun > goodSeconds * 1000) attempt = 0;
      const seconds = waits[Math.min(attempt, waits.length - 1)];
      this.#events.state({ name: 'waiting', reason, seconds });
      await this.#wait(seconds);
    }
    if (this.#stopping === null) this.#events.state({ name: 'closed' });
  }

  /** One connection from its beginning to its end; why it ended. */
  async #live(signal) {
    try {
      // A browser does not tell why a WebSocket was refused. A request can say it, and the model may be another one by now.
      this.#model = await api.model(signal);
    } catch (error) {
      return error.message;
    }
    if (signal.aborted) return '';
    this.#events.model(this.#model);
    return this.#connect(signal);
  }

  #connect(signal) {
    const address = new URL('/api/stream', location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address, token === null ? ['emotion'] : ['emotion', `bearer.${token}`]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    return new Promise((resolve) => {
      let reason = 'The server closed the connection.';
      socket.onopen = () => this.#opened(socket);
      socket.onmessage = ({ data }) => {
        if (signal.aborted) return;
        reason = this.#received(data) ?? reason;
      };
      socket.onclose = () => resolve(reason);
    });
  }

  #opened(socket) {
    const { sampleRate, end, start } = this.#recording;
    const { window, hop, smoothing, silenceDecibel } = this.#settings;
    this.#fresh = end / sampleRate;
    // One hop less than a window: the first that ends later is a whole one.
    this.#sent = Math.max(start, end - Math.round(Math.max(0, window - hop) * sampleRate));
    this.#offset = this.#sent / sampleRate;
    socket.send(JSON.stringify({ sampleRate, window, hop, smoothing, silenceDecibel, logMel: true }));
    this.#events.state({ name: 'open' });
    this.pump();
  }

  /** Why the server is about to close, if it says so. */
  #received(data) {
    if (typeof data !== 'string') {
      const columns = logMelColumns(data, this.#model);
      this.#events.columns({ ...columns, start: columns.start + this.#offset });
      return null;
    }
    const message = JSON.parse(data);
    if (message.error !== undefined) return message.error;
    const window = { ...message, start: message.start + this.#offset, end: message.end + this.#offset };
    // Shorter windows of what was labelled before are not news.
    if (window.end > this.#fresh) this.#events.result(window);
    return null;
  }

  #wait(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
