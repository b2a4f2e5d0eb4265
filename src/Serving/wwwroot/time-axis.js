// The stretch of time that a moving picture shows.

const reduced = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the user asked for less motion. */
export const lessMotion = () => reduced.matches;

export class TimeAxis {
  /** @param {number} seconds length of the stretch */
  constructor(seconds) {
    this.seconds = seconds;
  }

  /**
   * Where the stretch begins, in seconds. It follows the time; where less motion is asked for, it stands still and turns over like a page.
   * @param {number} now seconds
   */
  start(now) {
    return lessMotion() ? Math.floor(now / this.seconds) * this.seconds : now - this.seconds;
  }
}
