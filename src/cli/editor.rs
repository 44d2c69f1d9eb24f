//! The person's own editor.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::config::UserConfig;

/// Editors that take `+LINE` before a file.
const TAKE_LINES: [&str; 7] = ["vi", "vim", "nvim", "nano", "emacs", "kak", "micro"];

/// Opens a file at a line, from 1, in the editor that the person's config names, else in `$VISUAL` or
/// `$EDITOR`, and waits until it is closed.
#[expect(clippy::disallowed_methods, reason = "the editor is named by the environment")]
pub(super) fn open(path: &Path, line: usize, user: &UserConfig) -> Result<()> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let Some(editor) =
        user.editor.iter().cloned().chain(named).find(|editor| !editor.trim().is_empty())
    else {
        bail!(
            "no editor is named. Set $EDITOR, as in `export EDITOR=nano`, or `editor:` in your own config"
        );
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words);
    let name = Path::new(program).file_stem().unwrap_or_default();
    if TAKE_LINES.iter().any(|known| name == *known) {
        command.arg(format!("+{line}"));
    }
    let status = command.arg(path).status();
    let status = status.with_context(|| format!("the editor `{editor}` cannot be started"))?;
    if !status.success() {
        bail!("the editor `{editor}` ended with an error");
    }
    Ok(())
}
