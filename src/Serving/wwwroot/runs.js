// The page of runs.

import * as api from './api.js';
import { notice } from './notices.js';
import { RunTable } from './run-table.js';

const region = document.querySelector('.runs');
const table = new RunTable(region.querySelector('table'));

async function load() {
  try {
    const runs = await api.runs();
    notice('runs', null);
    table.runs = runs;
    region.hidden = runs.length === 0;
    document.getElementById('none').hidden = runs.length > 0;
  } catch (error) {
    notice('runs', error.message, { action: { label: 'Try again', run: load } });
  }
}

load();
