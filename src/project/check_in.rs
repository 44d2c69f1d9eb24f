//! Fits a check-in into an entry, for the command and for editors.

use jiff::civil::Date;

use super::open::Project;
use crate::commitment::check_in;
use crate::commitment::check_in::parse::CheckIn;
use crate::commitment::check_in::write::NewCheckIn;
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
        let edit = new.edit(&before, &check_ins, &own);
        let after = text::apply(entry.text, std::slice::from_ref(&edit));
        let (_, written) = read(&after);
        let is_new = |one: &CheckIn| own(one) && !check_ins.contains(one);
        (entry.text == after || written.iter().any(is_new)).then_some(edit)
    }
}
