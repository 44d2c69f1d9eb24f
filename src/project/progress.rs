//! The progress of a journal's commitments, read for the commands that need no findings.

use anyhow::Result;
use rayon::prelude::*;

use super::check::{check_ins, text_of};
use super::open::Project;
use crate::commitment::progress::{EntryCheckIns, Progress};
use crate::disk::{self, JournalFile};
use crate::journal::entry::Entry;
use crate::journal::prose::Prose;
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
        Self::read_with(project, &|entry, prose| {
            lint::check(entry, prose, project.rules()).is_withheld()
        })
    }

    /// The same for what says nothing but days: no entry is judged, and no word of one may be shown.
    pub(crate) fn read_days(project: &Project) -> Result<Self> {
        Self::read_with(project, &|_, _| true)
    }

    fn read_with(project: &Project, is_withheld: &IsWithheld) -> Result<Self> {
        let walk = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        let mut problems: Vec<String> =
            walk.problems.iter().map(|problem| format!("{problem}.")).collect();
        let read: Vec<Result<EntryCheckIns, String>> =
            walk.entries.par_iter().map(|found| read(found, project, is_withheld)).collect();
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

/// Whether nothing may be said of an entry.
type IsWithheld<'a> = dyn Fn(&Entry, &Prose) -> bool + Sync + 'a;

fn read(
    found: &JournalFile,
    project: &Project,
    is_withheld: &IsWithheld,
) -> Result<EntryCheckIns, String> {
    let bytes = disk::read(&found.path).map_err(|error| format!("{error:#}."))?;
    let text = text_of(bytes).map_err(|error| format!("{}: {error}", found.name))?;
    let parsed = Entry::parse(&found.inside, text, &project.config);
    let (check_ins, _) = check_ins(&parsed.entry, &parsed.prose, project);
    let none = || EntryCheckIns::new(&parsed.entry, Vec::new(), &project.setup.form);
    let mut check_ins = check_ins.unwrap_or_else(none);
    // Of an entry of which nothing may be said no word may go further. The check costs as much as
    // all the rest, so it is made only where there are words.
    if check_ins.has_words() && is_withheld(&parsed.entry, &parsed.prose) {
        check_ins.silence();
    }
    Ok(check_ins)
}
