// Colours for canvases. They come from the style sheet, so that dark and light are decided in one place.

const names = ['line', 'accent', 'accent-mid', 'accent-soft', 'sunken'];
const stops = ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4'];
const dark = matchMedia('(prefers-color-scheme: dark)');

let current = read();
const listeners = new Set();

dark.addEventListener('change', () => {
  current = read();
  for (const listener of listeners) listener();
});

/** Colours by name, and `heat`: 256 colours from quiet to loud, as the four bytes of a pixel in one number. */
export const palette = () => current;

/** Calls back when dark changes to light or back. */
export const onPaletteChange = (listener) => listeners.add(listener);

function read() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ...Object.fromEntries(names.map((name) => [name, colour(name)])), heat: ramp(stops.map(colour)) };
}

function ramp(colours) {
  const points = colours.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (points.length - 1);
    const low = Math.min(Math.floor(place), points.length - 2);
    const mixed = points[low].map((from, channel) => from + (points[low + 1][channel] - from) * (place - low));
    bytes.set([...mixed, 255], i * 4);
  }
  return new Uint32Array(bytes.buffer);
}
