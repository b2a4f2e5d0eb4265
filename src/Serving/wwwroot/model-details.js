// What the model is, how good it is on people it has never heard, and what it cannot do.

import { score, seconds } from './format.js';
import { notice } from './notices.js';

const limits =
  'It was trained on acted speech: two sentences, spoken by 24 North American actors in a studio. Expect far lower scores on spontaneous speech, ' +
  'on other languages and in noise. What it hears is how something was said, never what somebody feels.';
const synthetic = 'This model was trained on synthesised demo speech. Its labels say nothing about real voices.';

/**
 * Fills the section about the model.
 * @param {HTMLElement} section
 * @param {object} model what `/api/model` says
 */
export function showModel(section, model) {
  document.querySelector('[data-show=model-name]').textContent = model.name;
  section.querySelector('dl').replaceChildren(...facts(model).flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
  section.querySelector('[data-show=scores]').textContent = scoreLine(model);
  section.querySelector('[data-show=limits]').textContent = model.synthetic ? synthetic : model.card === null ? limits : '';
  notice('synthetic', model.synthetic ? synthetic : null, { tone: 'info' });
}

function facts({ name, mode, classes, architecture, members, corpus, crops, temperature, logMel, windowSeconds, sampleRate, card }) {
  return [
    ['Model', name],
    ['Mode', `${mode}: ${classes.join(', ')}`],
    ['Network', members > 1 ? `${architecture}, ${members} together` : architecture],
    ['Trained on', corpus],
    ['Hears', `${seconds(windowSeconds)} at once${crops > 1 ? `, mean of ${crops} crops` : ''}`],
    ['Log-mel', `${logMel.nMels} bands to ${logMel.maxFrequency} Hz, FFT ${logMel.nFft}, hop ${logMel.hopLength}, at ${sampleRate} Hz`],
    ['Temperature', temperature.toFixed(2)],
    ...(card?.points ?? []).map(({ title, text }) => [title, text]),
  ].filter(([, value]) => value);
}

// Its own score where test actors were kept from it; else that of its recipe, which its card tells.
function scoreLine({ scores, card }) {
  if (scores !== null) {
    const { testActors, protocol, macroF1, uar, accuracy } = scores;
    const who = `On ${testActors.length} actors whom it has never heard (protocol ${protocol})`;
    return `${who}: macro-F1 ${score(macroF1)}, UAR ${score(uar)}, accuracy ${score(accuracy)}.`;
  }
  if (card === null) return 'No score on unheard speakers came with this model.';
  const { clips, actors, protocol, uar, macroF1, accuracy, chanceUar } = card.scores;
  const who = `Its recipe, on ${clips} clips of ${actors} people it had not heard (protocol ${protocol}, 95% over people)`;
  return `${who}: UAR ${range(uar)}, macro-F1 ${range(macroF1)}, accuracy ${range(accuracy)}; guessing: UAR ${score(chanceUar)}.`;
}

const range = ({ estimate, low, high }) => `${score(estimate)} (${score(low)} to ${score(high)})`;

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
