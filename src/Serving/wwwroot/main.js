// Puts the page together.

import * as api from './api.js';
import { FilePanel } from './file.js';
import { Live } from './live.js';
import { showModel } from './model-details.js';
import { notice } from './notices.js';
import { Settings } from './settings.js';
import { Tabs } from './tabs.js';

const retrySeconds = 3;

const settings = new Settings(document.querySelector('form.settings'));
const tabs = new Tabs(document.querySelector('[role=tablist]'));
const live = new Live(document.getElementById('live'), settings, use);
const file = new FilePanel(document.getElementById('file'), settings);
let ready = false;

settings.onGain = (decibel) => {
  live.gain = decibel;
};
settings.onWindows = () => {
  live.recut();
  file.recut();
};
tabs.onLeave = () => {
  live.leave();
  file.leave();
};

function use(model) {
  ready = true;
  document.body.dataset.model = 'there';
  notice('model', null);
  settings.defaults = model;
  live.model = model;
  file.model = model;
  showModel(document.getElementById('model'), model);
}

async function findModel() {
  try {
    use(await api.model());
  } catch (error) {
    notice('model', missing(error));
    // A wrong token stays wrong until the address is opened anew.
    if (error.status !== 401) setTimeout(findModel, retrySeconds * 1000);
  }
}

function missing({ status, message }) {
  if (status === 503) return `No model is loaded, so nothing can be labelled: ${message}`;
  if (status === 401) return message;
  return `${message} This page tries again every ${retrySeconds} s.`;
}

function open(chosen) {
  if (!ready || chosen === undefined) return;
  tabs.select('tab-file');
  file.open(chosen);
}

function acceptDrops() {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    open(event.dataTransfer.files[0]);
  });
}

/** Space pauses and goes on, except where it already means something: on a button, say. */
function acceptSpace() {
  addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.repeat || event.target.closest('a, button, input, select, summary, label')) return;
    event.preventDefault();
    if (tabs.selected === 'tab-file') file.toggle();
    else live.toggle();
  });
}

acceptDrops();
acceptSpace();
findModel();
