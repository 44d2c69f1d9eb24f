'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { find } = require('./program');

const name = process.platform === 'win32' ? 'evenkeel.exe' : 'evenkeel';

function folder(mode) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'evenkeel-'));
  fs.writeFileSync(path.join(made, name), '', { mode });
  return made;
}

test('the search path comes first, then the usual places', () => {
  const first = folder(0o755);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'home-'));
  assert.equal(find('', { PATH: first }, home), path.join(first, name));
  fs.mkdirSync(path.join(home, '.cargo', 'bin'), { recursive: true });
  fs.writeFileSync(path.join(home, '.cargo', 'bin', name), '', { mode: 0o755 });
  assert.equal(find('', { PATH: '' }, home), path.join(home, '.cargo', 'bin', name));
});

test('what cannot be run is no program', { skip: process.platform === 'win32' }, () => {
  const plain = folder(0o644);
  assert.notEqual(find('', { PATH: plain }, plain), path.join(plain, name));
});

test('a named program that is missing is not replaced by another', () => {
  const there = folder(0o755);
  assert.equal(find(path.join(there, 'other'), { PATH: there }), undefined);
  assert.equal(find(path.join(there, name), { PATH: '' }), path.join(there, name));
  assert.equal(find(`~/${name}`, { PATH: '' }, there), path.join(there, name));
});
