//! Fits a check-in into an entry, for the command and for editors.

use std::path::PathBuf;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::locate::shown;
use super::new_entry::{create_entry, entry_of};
use super::open::Project;
use super::progress::JournalProgress;
use crate::commitment::check_in;
use crate::commitment::check_in::parse::CheckIn;
use crate::commitment::check_in::write::NewCheckIn;
use crate::disk;
use crate::journal::entry::Entry;
use crate::text::{self, Edit};

/// An entry as it lies in the journal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EntryText<'a> {
    /// Path relative to the journal, with `/`.
    pub(crate) path: &'a str,
    /// The whole file.
    pub(crate) text: &'a str,
}

/// Writes a check-in into the entry of a day, which is begun where there is none. Gives its path.
///
/// # Errors
/// The entry is written in a way that the check-in does not fit into, or cannot be written.
pub(crate) fn write_check_in(
    project: &Project,
    journal: &JournalProgress,
    new: &NewCheckIn,
    date: Date,
) -> Result<PathBuf> {
    let path = match entry_of(&journal.entries, date) {
        Some(entry) => project.folder.join(&entry.path),
        // Nobody saw the boxes of the others: left open they would say that nothing came of them.
        None => create_entry(date, project, journal, &|id| id == new.commitment.id)?,
    };
    let before = disk::read_text(&path)?;
    let entry = EntryText { path: &project.inside(&path), text: &before };
    let Some(edit) = project.check_in(entry, new, date) else {
        bail!(
            "{} is written in a way that this check-in does not fit into, so it was not touched. Write it yourself: `- [{}] {}`",
            shown(&path),
            new.state.letter(),
            new.commitment.title
        );
    };
    let after = text::apply(&before, &[edit]);
    disk::replace(&project.folder, &path, Some(before.as_bytes()), after.as_bytes())?;
    Ok(path)
}

impl Project {
    /// The edit of an entry that writes a check-in for `date`; `None` where the entry is written in
    /// a way that it does not fit into.
    pub(crate) fn check_in(&self, entry: EntryText, new: &NewCheckIn, date: Date) -> Option<Edit> {
        let commitments = &self.setup.commitments;
        let read = |text: &str| {
            let parsed = Entry::parse(entry.path, text, &self.config);
            let found =
                check_in::parse::parse(&parsed.entry, &parsed.prose, commitments, self.today);
            (parsed.entry, found.0)
        };
        let (before, check_ins) = read(entry.text);
        let key = commitments.by_id(&new.commitment.id).map(|(key, _)| key);
        let own = |one: &CheckIn| Some(one.commitment) == key && one.date == date;
        let edit = new.edit(&before, &check_ins, &own, &self.config.reflections);
        let after = text::apply(entry.text, std::slice::from_ref(&edit));
        let (_, written) = read(&after);
        let is_new = |one: &CheckIn| own(one) && !check_ins.contains(one);
        (entry.text == after || written.iter().any(is_new)).then_some(edit)
    }
}
