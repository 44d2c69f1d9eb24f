// Starts `evenkeel lsp` beside the Markdown that is open. Nothing is downloaded, and nothing is sent anywhere.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { find } = require('./program');

let client;

async function start() {
  const named = vscode.workspace.getConfiguration('evenkeel').get('path', '').trim();
  const command = find(named);
  if (!command) {
    await missing(named);
    return;
  }
  client = new LanguageClient(
    'evenkeel',
    'evenkeel',
    { command, args: ['lsp'] },
    { documentSelector: ['file', 'untitled'].map((scheme) => ({ scheme, language: 'markdown' })) },
  );
  await client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** Says that there is no program, and what to do about it. */
async function missing(named) {
  const text = named
    ? `There is no program at ${named}, where the setting evenkeel.path points.`
    : 'The program evenkeel was not found. Install it, or say where it is in the setting evenkeel.path.';
  const choice = await vscode.window.showWarningMessage(text, 'Open the setting');
  if (choice) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'evenkeel.path');
  }
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('evenkeel.restart', restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('evenkeel.path')) {
        return restart();
      }
    }),
  );
  // Not awaited: a message that waits for an answer must not hold up the editor.
  start();
}

module.exports = { activate, deactivate: stop };
