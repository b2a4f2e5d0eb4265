// The two halves of the page, as tabs: arrow keys move between them.

export class Tabs {
  #tabs;
  #onLeave = () => {};

  /** @param {HTMLElement} list holds the tabs, each with `aria-controls` */
  constructor(list) {
    this.#tabs = [...list.querySelectorAll('[role=tab]')];
    for (const tab of this.#tabs) {
      tab.addEventListener('click', () => this.select(tab.id));
      tab.addEventListener('keydown', (event) => this.#move(event));
    }
  }

  /** Calls back before another tab is shown. */
  set onLeave(listener) {
    this.#onLeave = listener;
  }

  /** Name of the tab that is shown. */
  get selected() {
    return this.#tabs.find((tab) => tab.ariaSelected === 'true').id;
  }

  /** Shows a tab. */
  select(id) {
    if (id !== this.selected) this.#onLeave();
    for (const tab of this.#tabs) {
      const chosen = tab.id === id;
      tab.setAttribute('aria-selected', chosen);
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
    }
  }

  #move(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const at = this.#tabs.indexOf(event.currentTarget) + steps[event.key];
    const next = this.#tabs.at(at % this.#tabs.length);
    this.select(next.id);
    next.focus();
  }
}
