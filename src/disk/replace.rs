//! Replaces one file at a time, whole or not at all, and can take it back.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::publish::{make_folder, write_private};
use crate::site::Taken;
use crate::text::fingerprint;

/// Where a journal keeps what belongs to the program alone.
const OWN: &str = ".evenkeel";
const UNDO: &str = "undo.json";
/// Which rewrites were taken, a list for each run: rules and paths, no word of the journal.
const TAKEN: &str = "taken.json";

/// Puts `bytes` in the place of the file at `path`, in one step: at any moment there is the old
/// file or the new one. Mode and links stay. `before` is what the file must still hold; without
/// it the file may be new.
///
/// # Errors
/// It was changed by somebody else, is read-only, or cannot be written. It is then as it was.
pub fn replace(path: &Path, before: Option<&[u8]>, bytes: &[u8]) -> Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let as_it_was = || format!("{} cannot be written. It is as it was", path.display());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        bail!("{} is read-only and was not touched", path.display());
    }
    let mut file = tempfile::Builder::new()
        .prefix(".evenkeel-")
        .tempfile_in(folder)
        .with_context(as_it_was)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(as_it_was)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions()).with_context(as_it_was)?;
    }
    if let Some(before) = before
        && fs::read(&target).ok().as_deref() != Some(before)
    {
        bail!("{} was changed by another program meanwhile, so it was not touched", path.display());
    }
    file.persist(&target).with_context(as_it_was)?;
    Ok(())
}

/// What a run changed, kept until the next one so that it can be taken back.
#[derive(Debug)]
pub struct Undo {
    folder: PathBuf,
    files: BTreeMap<PathBuf, Change>,
    /// Rule and path of each rewrite.
    taken: Vec<(String, String)>,
}

/// A file before a run, and what the run left.
#[derive(Debug, Serialize, Deserialize)]
struct Change {
    before: String,
    after: u64,
}

impl Undo {
    /// Nothing to take back yet, for the journal in `folder`.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), files: BTreeMap::new(), taken: Vec::new() }
    }

    /// Replaces a file of the journal and remembers what it was.
    ///
    /// # Errors
    /// As for [`replace`]; or what it was cannot be kept: then nothing is changed either.
    pub fn replace(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        self.remember(path, before, after)?;
        replace(path, Some(before.as_bytes()), after.as_bytes())
    }

    /// Remembers what a file was that somebody else changes.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn remember(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let hash = fingerprint(after.as_bytes());
        let change = self.files.entry(whole);
        change
            .and_modify(|change| change.after = hash)
            .or_insert_with(|| Change { before: before.to_owned(), after: hash });
        self.keep()
    }

    /// Notes that a rewrite which `rule` offered was taken in the entry at `path` of the journal.
    pub fn took(&mut self, rule: &str, path: &str) {
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
        let own = self.folder.join(OWN);
        make_folder(&own)?;
        write_private(&own.join(".gitignore"), b"*\n")?;
        let bytes = serde_json::to_vec(&self.files)?;
        write_private(&own.join(UNDO), &bytes)
            .context("what the files were before cannot be kept, so nothing was changed")
    }
}

fn runs(folder: &Path) -> Vec<Vec<(String, String)>> {
    let bytes = fs::read(folder.join(OWN).join(TAKEN)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn keep_runs(folder: &Path, runs: &[Vec<(String, String)>]) -> Result<()> {
    write_private(&folder.join(OWN).join(TAKEN), &serde_json::to_vec(runs)?)
}

/// Rule and path of every rewrite that was taken in the journal in `folder` and not taken back.
#[must_use]
pub fn taken(folder: &Path) -> Vec<Taken> {
    let all = runs(folder).into_iter().flatten();
    all.map(|(rule, path)| Taken { rule, path }).collect()
}

/// Takes back what the last run changed in the journal in `folder`: the files that are again as
/// they were, and those that were changed since and are left alone.
///
/// # Errors
/// There is nothing to take back, or a file cannot be written.
pub fn restore(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let path = folder.join(OWN).join(UNDO);
    let Ok(bytes) = fs::read(&path) else { bail!("there is nothing to take back") };
    let files: BTreeMap<PathBuf, Change> = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut restored, mut changed) = (Vec::new(), Vec::new());
    for (file, change) in files {
        let now = fs::read(&file).unwrap_or_default();
        if now == change.before.as_bytes() {
            continue;
        }
        if fingerprint(now.as_slice()) == change.after {
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
