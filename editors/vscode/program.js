// Where the program is.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const NAME = process.platform === 'win32' ? 'evenkeel.exe' : 'evenkeel';

/** Where programs are put that a desktop's own search path often leaves out. */
function usual(home) {
  return [
    path.join(home, '.cargo', 'bin'),
    path.join(home, '.local', 'bin'),
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/home/linuxbrew/.linuxbrew/bin',
  ];
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The program: the one that the settings name, else the first on the search path and in the usual places.
 * `undefined` where there is none, also where the settings name one that is not there: another would be a surprise.
 */
function find(named, env = process.env, home = os.homedir()) {
  if (named) {
    const file = named.startsWith('~/') ? path.join(home, named.slice(2)) : named;
    return isProgram(file) ? file : undefined;
  }
  const folders = (env.PATH || '').split(path.delimiter).filter(Boolean);
  return [...folders, ...usual(home)].map((folder) => path.join(folder, NAME)).find(isProgram);
}

module.exports = { find };
