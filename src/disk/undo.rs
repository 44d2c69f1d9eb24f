//! What the last runs of `fix` changed, kept so that it can be taken back, run by run.
//!
//! The record of a run is on the disk before the first file is changed, and again before each
//! further one; older records go only then. So a run that is cut short at any moment can be taken
//! back as far as it got.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::layout::{STATE, TAKEN, UNDO};
use super::reworded::{forget_reworded, last_reworded};
use super::state::{self, StateFolder, refuse_link};
use super::system;
use crate::digest::StoredHash;
use crate::site::TakenRewrite;

/// So many runs can be taken back.
const KEPT: usize = 10;

/// What a run changes, as it goes.
#[derive(Debug)]
pub(crate) struct UndoRecord {
    journal: PathBuf,
    /// The number of the run; none until it changes something.
    run: Option<u64>,
    stored: StoredRun,
}

/// A run, as it lies on the disk.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredRun {
    /// Every file that was changed: relative to the journal where it lies in it.
    files: BTreeMap<PathBuf, FileChange>,
    /// Taken back as far as that was possible, and passed over since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    set_aside: bool,
}

/// A file before a run, and what the run left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileChange {
    before: String,
    /// What the run last wrote, and what it was about to write then.
    after: Vec<StoredHash>,
}

impl FileChange {
    fn new(before: &str) -> Self {
        Self { before: before.to_owned(), after: Vec::new() }
    }

    fn will_be(&mut self, after: &str) {
        let last = self.after.len().saturating_sub(1);
        self.after.drain(..last);
        self.after.push(StoredHash::of(after.as_bytes()));
    }
}

/// Rule and path of every rewrite that was taken, by run.
type TakenByRun = BTreeMap<u64, Vec<(String, String)>>;

impl UndoRecord {
    /// Nothing to take back yet, for the journal in `journal`.
    #[must_use]
    pub(crate) fn new(journal: &Path) -> Self {
        let journal = journal.canonicalize().unwrap_or_else(|_| journal.to_owned());
        Self { journal, run: None, stored: StoredRun::default() }
    }

    /// The number of the run; none while it has changed nothing.
    #[must_use]
    pub(crate) const fn run(&self) -> Option<u64> {
        self.run
    }

    /// Replaces a file of the journal and remembers what it was.
    ///
    /// # Errors
    /// As for [`super::replace()`]; or what it was cannot be kept: then nothing is changed either.
    pub(crate) fn replace(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        let state = StateFolder::lock(&self.journal)?;
        self.keep(&state, path, before, after)?;
        state.replace(path, Some(before.as_bytes()), after.as_bytes())
    }

    /// Remembers what a file was that somebody else changed.
    ///
    /// # Errors
    /// It cannot be kept.
    pub(crate) fn remember(&mut self, path: &Path, before: &str, after: &str) -> Result<()> {
        let state = StateFolder::lock(&self.journal)?;
        self.keep(&state, path, before, after)
    }

    fn keep(&mut self, state: &StateFolder, path: &Path, before: &str, after: &str) -> Result<()> {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = whole.strip_prefix(&self.journal).unwrap_or(&whole).to_owned();
        let known = self.stored.files.get(&name).cloned();
        let change = self.stored.files.entry(name.clone());
        change.or_insert_with(|| FileChange::new(before)).will_be(after);
        let new = self.run.is_none();
        let run = self.run.map_or_else(|| next_run(&self.journal), Ok)?;
        let written = state
            .write_json(&file_name(run), &self.stored)
            .context("what the files were before cannot be kept, so nothing was changed");
        if written.is_err() {
            match known {
                Some(known) => self.stored.files.insert(name, known),
                None => self.stored.files.remove(&name),
            };
            return written;
        }
        self.run = Some(run);
        if new {
            forget_old(&self.journal);
        }
        Ok(())
    }

    /// Notes that a rewrite which `rule` offered was taken in the entry at `path` of the journal,
    /// in this run.
    ///
    /// # Errors
    /// It cannot be noted, or what was noted before could not be read and was put aside. The
    /// rewrite itself stands.
    pub(crate) fn took(&mut self, rule: &str, path: &str) -> Result<()> {
        let Some(run) = self.run else { return Ok(()) };
        let state = StateFolder::lock(&self.journal)?;
        let read = read_taken(&self.journal);
        let mut runs = read.as_ref().cloned().unwrap_or_default();
        let aside =
            read.err().map(|error| Ok::<_, anyhow::Error>((error, state.put_aside(TAKEN)?)));
        let aside = aside.transpose()?;
        runs.entry(run).or_default().push((rule.to_owned(), path.to_owned()));
        state.write_json(TAKEN, &runs)?;
        if let Some((error, aside)) = aside {
            bail!("{error:#}. It was put aside as {}, and counting begins anew", aside.display());
        }
        Ok(())
    }
}

fn file_name(run: u64) -> String {
    format!("{UNDO}/{run}.json")
}

/// The runs that are kept, newest first.
fn kept(journal: &Path) -> Result<Vec<u64>> {
    let folder = journal.join(STATE).join(UNDO);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("{} cannot be read", folder.display()))?,
    };
    let entries = entries.flatten();
    let number = |name: &str| name.strip_suffix(".json")?.parse().ok();
    let mut runs: Vec<u64> =
        entries.filter_map(|entry| number(&entry.file_name().to_string_lossy())).collect();
    runs.sort_unstable_by(|a, b| b.cmp(a));
    Ok(runs)
}

/// A number that no run has, nor had while anything is known of it.
fn next_run(journal: &Path) -> Result<u64> {
    refuse_link(&journal.join(STATE).join(UNDO))?;
    let kept = kept(journal)?.into_iter().max();
    // Damaged counts are told where they are written.
    let counted = read_taken(journal).unwrap_or_default().into_keys().max();
    let last = kept.max(counted).max(last_reworded(journal)).unwrap_or_default();
    last.checked_add(1)
        .context("the runs in .evenkeel/undo are numbered too high. Remove that folder")
}

fn forget_old(journal: &Path) {
    for run in kept(journal).into_iter().flatten().skip(KEPT) {
        // One more is kept until the next run.
        let _ = system::remove_file(&journal.join(STATE).join(file_name(run)));
    }
}

fn read_taken(journal: &Path) -> Result<TakenByRun> {
    Ok(state::read_json(journal, TAKEN)?.unwrap_or_default())
}

/// Rule and path of every rewrite that was taken in the journal in `journal` and not taken back.
///
/// # Errors
/// What was noted cannot be read.
pub(crate) fn taken(journal: &Path) -> Result<Vec<TakenRewrite>> {
    let all = read_taken(journal)?.into_values().flatten();
    Ok(all.map(|(rule, path)| TakenRewrite { rule, path }).collect())
}

/// A run that can be taken back.
#[derive(Debug)]
pub(crate) struct UndoableRun {
    /// Its number.
    pub(crate) number: u64,
    /// When it last changed something.
    pub(crate) made: Option<SystemTime>,
    /// The files it changed, relative to the journal where they lie in it.
    pub(crate) files: Vec<PathBuf>,
    /// Whether it was taken back as far as that was possible.
    pub(crate) set_aside: bool,
}

/// The runs of `fix` in the journal in `journal` that can be taken back, newest first, each or why
/// its record cannot be read.
///
/// # Errors
/// The records cannot be looked through.
pub(crate) fn undoable(journal: &Path) -> Result<Vec<Result<UndoableRun>>> {
    let one = |number: u64| {
        let Some(stored) = state::read_json::<StoredRun>(journal, &file_name(number))? else {
            return Ok(None);
        };
        let path = journal.join(STATE).join(file_name(number));
        let made = fs::metadata(path).and_then(|data| data.modified()).ok();
        let files = stored.files.into_keys().collect();
        Ok(Some(UndoableRun { number, made, files, set_aside: stored.set_aside }))
    };
    Ok(kept(journal)?.into_iter().filter_map(|number| one(number).transpose()).collect())
}

/// What became of the files of a run that was taken back.
#[derive(Debug, Default)]
pub(crate) struct UndoneRun {
    /// They are as they were before the run.
    pub(crate) restored: Vec<PathBuf>,
    /// They were changed since, or lie elsewhere, and are left alone.
    pub(crate) changed: Vec<PathBuf>,
    /// Where it stands what these were before, when there are any.
    pub(crate) record: PathBuf,
}

/// Takes back what the last run changed in the journal in `journal` that was not taken back yet.
///
/// # Errors
/// There is nothing to take back, its record is damaged, or a file cannot be written: then the
/// record stays, and the same can be tried again.
pub(crate) fn restore(journal: &Path) -> Result<UndoneRun> {
    refuse_link(&journal.join(STATE).join(UNDO))?;
    if kept(journal)?.is_empty() {
        bail!("there is nothing to take back");
    }
    let state = StateFolder::lock(journal)?;
    for run in kept(journal)? {
        let name = file_name(run);
        let stored = match state::read_json::<StoredRun>(journal, &name) {
            // A file that was renamed may be back, or a change of it gone.
            Ok(Some(stored)) if !stored.set_aside || can_be_taken_back(journal, &stored) => stored,
            Ok(_) => continue,
            Err(error) => {
                let aside = state.put_aside(&name)?;
                return Err(error.context(format!(
                    "the last run cannot be taken back. Its record was put aside as {}; \
                     `evenkeel fix --undo` takes back the run before it",
                    aside.display()
                )));
            }
        };
        return take_back(&state, journal, run, stored);
    }
    bail!(
        "there is nothing to take back that was not changed since. `evenkeel fix --list` names the runs"
    );
}

/// What a file of a record holds now; `None` when it is not there, or not in the journal: a record may
/// have come with a journal from elsewhere, and name any file of this machine.
fn current(journal: &Path, file: &Path) -> Option<Vec<u8>> {
    let whole = journal.join(file).canonicalize().ok()?;
    let inside = journal.canonicalize().is_ok_and(|journal| whole.starts_with(journal));
    if inside { fs::read(whole).ok() } else { None }
}

/// Whether some file of a run is as the run left it.
fn can_be_taken_back(journal: &Path, stored: &StoredRun) -> bool {
    stored.files.iter().any(|(file, change)| {
        let now = current(journal, file).map(|now| StoredHash::of(&now));
        now.is_some_and(|now| change.after.contains(&now))
    })
}

fn take_back(
    state: &StateFolder,
    journal: &Path,
    run: u64,
    mut stored: StoredRun,
) -> Result<UndoneRun> {
    let name = file_name(run);
    let mut done = UndoneRun { record: state.path(&name)?, ..UndoneRun::default() };
    for (file, change) in &stored.files {
        let now = current(journal, file);
        // Joined to a folder, a whole path stays itself.
        let file = journal.join(file);
        match now {
            Some(now) if now == change.before.as_bytes() => {}
            Some(now) if change.after.contains(&StoredHash::of(&now)) => {
                state.replace(&file, Some(&now), change.before.as_bytes())?;
                done.restored.push(file);
            }
            _ => done.changed.push(file),
        }
    }
    forget_taken(state, journal, run)?;
    forget_reworded(state, journal, run)?;
    if done.changed.is_empty() {
        system::remove_file(&done.record)
            .with_context(|| format!("{} cannot be removed", done.record.display()))?;
    } else {
        stored.set_aside = true;
        state.write_json(&name, &stored)?;
    }
    Ok(done)
}

/// Forgets which suggestions a run took, those in files that stay as they are included.
fn forget_taken(state: &StateFolder, journal: &Path, run: u64) -> Result<()> {
    // Damaged counts are told by whoever shows them.
    let mut runs = read_taken(journal).unwrap_or_default();
    if runs.remove(&run).is_some() {
        state.write_json(TAKEN, &runs)?;
    }
    Ok(())
}
