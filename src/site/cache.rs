//! What one build can use of the one before it: entries that were read, and which pages were made
//! of what. Drop it when rules, theme, config or day are others; entries may change freely.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::entry_page::CachedEntry;
use super::site_index::SiteIndex;
use crate::digest::{ContentHash, InputHash};

/// What is known from the last build.
#[derive(Debug, Default)]
pub(crate) struct BuildCache {
    pub(super) index: Option<Arc<SiteIndex>>,
    /// Entries by path.
    entries: HashMap<String, CachedEntry, FixedState>,
    /// Pages by path.
    pages: HashMap<String, CachedPage, FixedState>,
}

/// A page that was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CachedPage {
    /// What it was made of.
    pub inputs: InputHash,
    /// What tells its bytes apart.
    pub content: ContentHash,
}

impl BuildCache {
    /// How many entries are known.
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn entry(&self, path: &str) -> Option<&CachedEntry> {
        self.entries.get(path)
    }

    /// The content of a page, if it was last made of the same as now.
    #[must_use]
    pub(crate) fn page(&self, path: &str, inputs: InputHash) -> Option<ContentHash> {
        self.pages.get(path).filter(|page| page.inputs == inputs).map(|page| page.content)
    }

    /// Keeps what a page was made of, and what tells its bytes apart.
    pub(crate) fn keep_page(&mut self, path: &str, page: CachedPage) {
        match self.pages.get_mut(path) {
            Some(known) => *known = page,
            None => drop(self.pages.insert(path.to_owned(), page)),
        }
    }

    /// Keeps the entries of a draft, and those alone.
    pub(crate) fn keep(&mut self, update: CacheUpdate) {
        let CacheUpdate { index, kept, all } = update;
        self.index = Some(index);
        if all {
            self.entries.clear();
        }
        self.entries.extend(kept);
    }
}

/// What is to be kept of a draft.
pub(crate) struct CacheUpdate {
    pub(super) index: Arc<SiteIndex>,
    pub(super) kept: Vec<(String, CachedEntry)>,
    /// Whether these are all there are, and not only those that are new.
    pub(super) all: bool,
}
