// What the user has to know: one line each, that stays until it is no longer true.

/**
 * Shows, changes or takes away a notice.
 * @param {string} name one of a kind
 * @param {string|null} text null takes it away
 * @param {{tone?: 'error'|'info', action?: {label: string, run: () => void}}} options
 */
export function notice(name, text, { tone = 'error', action } = {}) {
  const place = document.getElementById('notices');
  const old = place.querySelector(`[data-notice="${name}"]`);
  if (text === null) {
    old?.remove();
    return;
  }
  // The same words again would be read out again.
  if (old?.querySelector('p').textContent === text) return;
  const element = line(name, text, tone, action);
  if (old === null) place.append(element);
  else old.replaceWith(element);
}

function line(name, text, tone, action) {
  const element = document.createElement('div');
  element.dataset.notice = name;
  element.className = `notice ${tone}`;
  const words = document.createElement('p');
  words.textContent = text;
  element.append(words);
  if (action !== undefined) element.append(button(action));
  return element;
}

function button({ label, run }) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'quiet';
  element.textContent = label;
  element.addEventListener('click', run);
  return element;
}
