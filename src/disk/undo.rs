//! What a run of `fix` changed, kept so that it can be taken back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::layout::{STATE, TAKEN, UNDO};
use super::private::{make_folder, write_private};
use super::replace::replace;
use crate::digest::ContentHash;
use crate::site::TakenRewrite;

/// What a run changed, kept until the next one so that it can be taken back.
#[derive(Debug)]
pub(crate) struct UndoRecord {
    folder: PathBuf,
    files: BTreeMap<PathBuf, FileChange>,
    /// Rule and path of each rewrite.
    taken: Vec<(String, String)>,
}

/// A file before a run, and what the run left.
#[derive(Debug, Serialize, Deserialize)]
struct FileChange {
    before: String,
    after: ContentHash,
}

impl UndoRecord {
    /// Nothing to take back yet, for the journal in `folder`.
    #[must_use]
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), files: BTreeMap::new(), taken: Vec::new() }
    }

    /// Replaces a file of the journal and remembers what it was.
    ///
    /// # Errors
    /// As for [`replace`]; or what it was cannot be kept: then nothing is changed either.
    pub(crate) fn replace(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        self.remember(path, before, after)?;
        replace(path, Some(before.as_bytes()), after.as_bytes())
    }

    /// Remembers what a file was that somebody else changes.
    ///
    /// # Errors
    /// It cannot be kept.
    pub(crate) fn remember(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let hash = ContentHash::of(after.as_bytes());
        let change = self.files.entry(whole);
        change
            .and_modify(|change| change.after = hash)
            .or_insert_with(|| FileChange { before: before.to_owned(), after: hash });
        self.keep()
    }

    /// Notes that a rewrite which `rule` offered was taken in the entry at `path` of the journal.
    pub(crate) fn took(&mut self, rule: &str, path: &str) {
        let mut runs = runs(&self.folder);
        if !self.taken.is_empty() {
            runs.pop();
        }
        self.taken.push((rule.to_owned(), path.to_owned()));
        runs.push(self.taken.clone());
        // A count that is lost harms nobody.
        let _ = keep_runs(&self.folder, &runs);
    }

    fn keep(&self) -> Result<()> {
        let own = self.folder.join(STATE);
        make_folder(&own)?;
        write_private(&own.join(".gitignore"), b"*\n")?;
        let bytes = serde_json::to_vec(&self.files)?;
        write_private(&own.join(UNDO), &bytes)
            .context("what the files were before cannot be kept, so nothing was changed")
    }
}

fn runs(folder: &Path) -> Vec<Vec<(String, String)>> {
    let bytes = fs::read(folder.join(STATE).join(TAKEN)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn keep_runs(folder: &Path, runs: &[Vec<(String, String)>]) -> Result<()> {
    write_private(&folder.join(STATE).join(TAKEN), &serde_json::to_vec(runs)?)
}

/// Rule and path of every rewrite that was taken in the journal in `folder` and not taken back.
#[must_use]
pub(crate) fn taken(folder: &Path) -> Vec<TakenRewrite> {
    let all = runs(folder).into_iter().flatten();
    all.map(|(rule, path)| TakenRewrite { rule, path }).collect()
}

/// Takes back what the last run changed in the journal in `folder`: the files that are again as
/// they were, and those that were changed since and are left alone.
///
/// # Errors
/// There is nothing to take back, or a file cannot be written.
pub(crate) fn restore(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let path = folder.join(STATE).join(UNDO);
    let Ok(bytes) = fs::read(&path) else { bail!("there is nothing to take back") };
    let files: BTreeMap<PathBuf, FileChange> = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut restored, mut changed) = (Vec::new(), Vec::new());
    for (file, change) in files {
        let now = fs::read(&file).unwrap_or_default();
        if now == change.before.as_bytes() {
            continue;
        }
        if ContentHash::of(now.as_slice()) == change.after {
            replace(&file, Some(&now), change.before.as_bytes())?;
            restored.push(file);
        } else {
            changed.push(file);
        }
    }
    if changed.is_empty() {
        let mut runs = runs(folder);
        if runs.pop().is_some() {
            keep_runs(folder, &runs)?;
        }
        fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    Ok((restored, changed))
}
