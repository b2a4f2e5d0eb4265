// The server's HTTP interface.

import { token } from './token.js';

const wantsToken = 'This server wants its token: open the address that it printed when it started, with #token= at its end.';

/** A request that failed. `status` is the HTTP status, 0 where nothing answered; the message is for people. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The model's description. */
export const model = (signal) => json('/api/model', { signal });

/** Trained runs, the newest first. */
export const runs = () => json('/api/runs');

/**
 * A recording's prediction and timeline.
 * @param {Blob} recording
 * @param {{window: number, hop: number, smoothing: number, silenceDecibel: number}} settings seconds, windows, dB
 */
export function predict(recording, settings, signal) {
  const query = new URLSearchParams({
    timeline: true,
    window: settings.window,
    hop: settings.hop,
    smoothing: settings.smoothing,
    'silence-db': settings.silenceDecibel,
  });
  return json(`/api/predict?${query}`, { method: 'POST', body: recording, signal });
}

/** Headers that a request needs. */
const authorization = () => (token === null ? {} : { Authorization: `Bearer ${token}` });

async function json(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: authorization() });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('The server does not answer.', 0);
  }
  // The server's own words are for programs.
  if (response.status === 401) throw new ApiError(wantsToken, 401);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(answer?.error ?? `The server answered ${response.status} ${response.statusText}`.trim() + '.', response.status);
  if (answer === null) throw new ApiError('The server answered with something else than JSON.', response.status);
  return answer;
}
