// Numbers for people.

/** A probability: "63%". */
export const percent = (probability) => `${Math.round(probability * 100)}%`;

/** A score between 0 and 1: "0.637", or a dash. */
export const score = (value) => (typeof value === 'number' ? value.toFixed(3) : '–');

/** Seconds: "7.5 s". */
export const seconds = (value) => `${Number(value.toFixed(2))} s`;

/** A place in a recording: "0:07.5", "1:02:03.0". */
export function clock(value) {
  const tenths = Math.round(value * 10);
  const [h, m, s] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  const tail = s.toFixed(1).padStart(4, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}

/** How sure a prediction is, from its entropy in bits, of log2(classes) at most. */
export function certainty(entropy, classes) {
  const share = classes > 1 ? entropy / Math.log2(classes) : 0;
  if (share < 0.25) return 'sure';
  return share < 0.5 ? 'fairly sure' : 'unsure';
}

/** Hz as kHz: "11". */
export const kilohertz = (hertz) => String(Number((hertz / 1000).toFixed(1)));
