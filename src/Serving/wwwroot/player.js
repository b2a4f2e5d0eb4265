// Plays a recording and says where it is.

export class Player {
  #audio = new Audio();
  #address = null;
  #playable = null;
  #events;

  /**
   * @param {{time: (seconds: number) => void, state: (state: {playing: boolean, playable: boolean|null}) => void}} events `playable` is null until it is known
   */
  constructor(events) {
    this.#events = events;
    const tell = () => events.state({ playing: !this.#audio.paused, playable: this.#playable });
    const become = (playable) => () => {
      this.#playable = playable;
      tell();
    };
    this.#audio.addEventListener('loadedmetadata', become(true));
    this.#audio.addEventListener('error', become(false));
    for (const name of ['play', 'pause', 'ended']) this.#audio.addEventListener(name, tell);
    this.#audio.addEventListener('play', () => this.#follow());
    this.#audio.addEventListener('seeked', () => events.time(this.#audio.currentTime));
  }

  /** @param {Blob} recording */
  load(recording) {
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = URL.createObjectURL(recording);
    this.#playable = null;
    this.#audio.src = this.#address;
  }

  /** Seconds from the beginning. */
  get time() {
    return this.#audio.currentTime;
  }

  /** Goes there. */
  seek(seconds) {
    this.#audio.currentTime = seconds;
  }

  /** Plays from here on. */
  play() {
    // Refused where the recording is no sound for this browser, which the state has said.
    if (this.#playable === true) this.#audio.play().catch(() => this.pause());
  }

  /** Stops here. */
  pause() {
    this.#audio.pause();
  }

  /** Plays or stops. */
  toggle() {
    if (this.#audio.paused) this.play();
    else this.pause();
  }

  /** The element's own events of time come four times a second: a moving line would jerk. */
  #follow() {
    this.#events.time(this.#audio.currentTime);
    if (!this.#audio.paused) requestAnimationFrame(() => this.#follow());
  }
}
