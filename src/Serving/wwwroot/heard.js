// What was heard, as files.

import { save } from './labels.js';
import { wav } from './wav.js';

/** Hands the sound to the user, as WAV. */
export function saveSound(recording) {
  const { start, end, sampleRate } = recording;
  save(`${name()}.wav`, wav(recording.read(start, end), sampleRate));
}

/** Labels with their places in the WAV file, which lacks what was forgotten. */
export function heardLabels({ start, end, sampleRate }, windows, model, settings) {
  const first = start / sampleRate;
  return {
    name: name(),
    windows: windows
      .filter((window) => window.start >= first)
      .map((window) => ({
        start: window.start - first,
        end: window.end - first,
        label: window.label,
        entropy: window.entropy,
        probabilities: window.probabilities,
      })),
    classes: model.classes,
    about: { model: model.name, mode: model.mode, sampleRate, seconds: end / sampleRate - first, settings },
  };
}

const name = () => `emotion-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
