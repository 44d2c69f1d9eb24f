//! A journal: its files as entries and pages, in order.
//!
//! No module below this one does IO or reads a clock.

pub mod append;
mod comments;
pub mod date;
pub mod disclosure;
pub mod entry;
pub mod front_matter;
pub mod moment;
pub mod mood;
pub mod path_pattern;
mod privacy;
pub mod prose;
pub mod spoken_day;
mod tag;
pub mod template;
pub mod vault;
pub mod visible;

use rayon::prelude::*;

use crate::journal::entry::{Entry, EntryKind};

/// All files of a journal, in order.
#[derive(Debug, Clone, Default)]
pub struct Journal<'a> {
    /// Entries of days, oldest first; those of one day by time, then path.
    pub days: Vec<&'a Entry>,
    /// Reviews and undated pages, by path.
    pub pages: Vec<&'a Entry>,
}

impl<'a> Journal<'a> {
    /// Puts entries in order.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let dated = |entry: &&Entry| matches!(entry.kind, EntryKind::Day(_));
        let (mut days, mut pages): (Vec<&Entry>, Vec<&Entry>) =
            entries.into_iter().partition(dated);
        days.par_sort_by_cached_key(|entry| (entry.date(), entry.time.as_str(), place(entry)));
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        Self { days, pages }
    }
}

/// The path without its ending, so that `a.md` comes before `a-2.md`.
fn place(entry: &Entry) -> &str {
    entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(path, _)| path)
}
