//! What one build can use of the one before it: entries that were read, and which pages were made
//! of what. Forget it when rules, theme, config or day are others; entries may change freely.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Draft;
use super::html::{Missing, Read};
use super::leaf::{Card, Frame};
use crate::journal::entry::Entry;

/// What is known from the last build.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) frame: Option<Arc<Frame>>,
    /// Entries by path.
    leaves: HashMap<String, Kept, FixedState>,
    /// Pages by path: what they were made of, and what tells their bytes apart.
    pages: HashMap<String, (u64, u64), FixedState>,
}

/// An entry that was read.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) fingerprint: u64,
    pub(super) withheld: bool,
    pub(super) outward: u64,
    pub(super) face: Option<Arc<Entry>>,
    pub(super) title: Arc<str>,
    pub(super) card: Arc<Card>,
    pub(super) read: Arc<Read>,
    pub(super) broken: Arc<[(usize, Missing)]>,
    pub(super) print: u64,
}

impl Memory {
    /// How many entries are known.
    pub(super) fn count(&self) -> usize {
        self.leaves.len()
    }

    pub(super) fn leaf(&self, path: &str) -> Option<&Kept> {
        self.leaves.get(path)
    }

    /// What tells the bytes of a page apart, if it was last made of the same as now.
    #[must_use]
    pub fn page(&self, path: &str, print: u64) -> Option<u64> {
        self.pages.get(path).filter(|(made_of, _)| *made_of == print).map(|(_, bytes)| *bytes)
    }

    /// Remembers what a page was made of, and what tells its bytes apart.
    pub fn made(&mut self, path: &str, print: u64, bytes: u64) {
        match self.pages.get_mut(path) {
            Some(known) => *known = (print, bytes),
            None => drop(self.pages.insert(path.to_owned(), (print, bytes))),
        }
    }

    /// Remembers the entries of a draft, and those alone.
    pub fn keep(&mut self, leaves: Leaves) {
        let Leaves { frame, kept, all } = leaves;
        self.frame = Some(frame);
        if all {
            self.leaves.clear();
        }
        self.leaves.extend(kept);
    }
}

/// What is to be remembered of a draft.
pub struct Leaves {
    frame: Arc<Frame>,
    kept: Vec<(String, Kept)>,
    /// Whether these are all there are, and not only those that are new.
    all: bool,
}

impl Leaves {
    /// `same` says that the draft has entries of the same names as the last.
    pub(super) fn of(draft: &Draft, same: bool) -> Self {
        let leaves = draft.all().zip(&draft.outward);
        let fresh = leaves.filter(|(leaf, _)| !same || leaf.fresh);
        let kept = fresh.map(|(leaf, outward)| (leaf.entry.path.clone(), leaf.kept(*outward)));
        let frame = Arc::clone(&draft.nursery.frame);
        Self { frame, kept: kept.collect(), all: !same }
    }
}
