//! The progress of a journal's commitments, read for the commands that need no findings.

use anyhow::Result;
use rayon::prelude::*;

use super::check::{check_ins, text_of};
use super::open::Project;
use crate::commitment::progress::{EntryCheckIns, Progress};
use crate::disk::{self, JournalFile};
use crate::journal::entry::Entry;
use crate::lint;

/// The check-ins of every entry of a journal, and the progress they make up.
pub(crate) struct JournalProgress {
    pub(crate) progress: Progress,
    pub(crate) entries: Vec<EntryCheckIns>,
    /// What could not be read, and why: a sentence each.
    pub(crate) problems: Vec<String>,
}

impl JournalProgress {
    /// Reads the whole journal.
    pub(crate) fn read(project: &Project) -> Result<Self> {
        let walk = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        let mut problems: Vec<String> =
            walk.problems.iter().map(|problem| format!("{problem}.")).collect();
        let read: Vec<Result<EntryCheckIns, String>> =
            walk.entries.par_iter().map(|found| read(found, project)).collect();
        let mut entries = Vec::new();
        for one in read {
            match one {
                Ok(entry) => entries.push(entry),
                Err(problem) => problems.push(problem),
            }
        }
        let progress = project.progress(&entries);
        Ok(Self { progress, entries, problems })
    }
}

fn read(found: &JournalFile, project: &Project) -> Result<EntryCheckIns, String> {
    let bytes = disk::read(&found.path).map_err(|error| format!("{error:#}."))?;
    let text = text_of(bytes).map_err(|error| format!("{}: {error}", found.name))?;
    let parsed = Entry::parse(&found.inside, text, &project.config);
    let (check_ins, _) = check_ins(&parsed.entry, &parsed.prose, project);
    let none = || EntryCheckIns::new(&parsed.entry, Vec::new(), &project.setup.form);
    let mut check_ins = check_ins.unwrap_or_else(none);
    // Of an entry of which nothing may be said no word may go further. The check costs as much as
    // all the rest, so it is made only where there are words.
    if check_ins.has_words()
        && lint::check(&parsed.entry, &parsed.prose, &project.rules).is_withheld()
    {
        check_ins.silence();
    }
    Ok(check_ins)
}
