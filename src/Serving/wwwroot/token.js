// The bearer token. It arrives in the address' fragment, which browsers never send, and leaves the address bar at once, so that
// it is not bookmarked, copied or seen over a shoulder. It lives as long as the tab, so that the page of runs has it too.

const key = 'emotion-token';

/** What is kept for the tab; null where the browser keeps nothing. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function taken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return storage()?.getItem(key) ?? null;
  storage()?.setItem(key, given);
  history.replaceState(history.state, '', location.pathname + location.search);
  return given;
}

/** The token, or null. */
export const token = taken();

// A fragment that changes does not load the page anew.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#token=')) location.reload();
});
