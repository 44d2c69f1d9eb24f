//! One entry as the site knows it: its card for lists, its HTML, what it links to.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry_card::{EntryCard, TagLink};
use super::input::SiteInput;
use super::links::BrokenLink;
use super::markdown::EntryExtract;
use crate::digest::{EntryHash, InputHash, PublicHash};
use crate::journal::entry::{Entry, EntryKind};

/// One public entry with what its page needs.
#[derive(Debug)]
pub(super) struct EntryPage<'a> {
    pub(super) entry: &'a Entry,
    /// The entry without its private passages, where it has some that are not shown.
    pub(super) redacted: Option<Arc<Entry>>,
    /// As its own page shows it.
    pub(super) title: Arc<str>,
    pub(super) card: Arc<EntryCard>,
    /// What lists, links and the search need; of a withheld entry nearly nothing.
    pub(super) read: Arc<EntryExtract>,
    /// Whether nothing beside its own page may repeat a word of it.
    pub(super) withheld: bool,
    /// Links that lead nowhere: where they stand in the file.
    pub(super) broken: Arc<[(usize, BrokenLink)]>,
    /// Tells all of this from what it was or will be.
    pub(super) input_hash: InputHash,
    /// Whether any of this is new since the last build.
    pub(super) fresh: bool,
}

impl EntryPage<'_> {
    /// What may be told of the entry.
    pub(super) fn shown_entry(&self) -> &Entry {
        self.redacted.as_deref().unwrap_or(self.entry)
    }

    /// Its tags, as its own page shows them: of a withheld one without addresses.
    pub(super) fn tags(&self) -> Vec<TagLink> {
        if !self.withheld {
            return self.card.tags.clone();
        }
        let plain = |name: &String| TagLink { name: name.clone(), url: String::new() };
        self.shown_entry().tags.iter().map(plain).collect()
    }

    /// What stands at its top, for themes that show it.
    pub(super) fn fields(&self) -> BTreeMap<String, Option<String>> {
        let front = &self.shown_entry().front;
        front.as_text().map(|(name, text)| (name.to_owned(), text)).collect()
    }

    /// What the next build can use of it.
    pub(super) fn cached(&self, public_hash: PublicHash) -> CachedEntry {
        CachedEntry {
            hash: self.entry.hash,
            withheld: self.withheld,
            public_hash,
            redacted: self.redacted.clone(),
            title: Arc::clone(&self.title),
            card: Arc::clone(&self.card),
            read: Arc::clone(&self.read),
            broken: Arc::clone(&self.broken),
            input_hash: self.input_hash,
        }
    }
}

/// An entry before its page has an address.
pub(super) struct PendingPage<'a> {
    pub(super) entry: &'a Entry,
    pub(super) redacted: Option<Arc<Entry>>,
    pub(super) withheld: bool,
    /// Tells apart what others see of it: its names, its tags, its address.
    pub(super) public_hash: PublicHash,
    /// What is known of it from the last build.
    pub(super) kept: Option<&'a CachedEntry>,
    /// Whether there was a file of this name in it.
    pub(super) known: bool,
}

impl<'a> PendingPage<'a> {
    pub(super) fn new(entry: &'a Entry, input: &SiteInput, kept: Option<&'a CachedEntry>) -> Self {
        let withheld = input.withheld.contains(&entry.path);
        let known = kept.is_some();
        let fits = |kept: &&CachedEntry| kept.hash == entry.hash && kept.withheld == withheld;
        if let Some(kept) = kept.filter(fits) {
            let (redacted, public_hash) = (kept.redacted.clone(), kept.public_hash);
            return Self { entry, redacted, withheld, public_hash, kept: Some(kept), known: true };
        }
        let redacted = || entry.redacted(input.config).map(Arc::new);
        let redacted = (!input.include_private).then(redacted).flatten();
        let seen = redacted.as_deref().unwrap_or(entry);
        let aliases = seen.front.list("aliases");
        let dated = (entry.date(), entry.kind == EntryKind::Review);
        let public_hash =
            PublicHash::of(&(&entry.path, dated, withheld, &seen.title, aliases, &seen.tags));
        Self { entry, redacted, withheld, public_hash, kept: None, known }
    }

    pub(super) fn shown_entry(&self) -> &Entry {
        self.redacted.as_deref().unwrap_or(self.entry)
    }
}

/// An entry that was read.
#[derive(Debug)]
pub(super) struct CachedEntry {
    pub(super) hash: EntryHash,
    pub(super) withheld: bool,
    pub(super) public_hash: PublicHash,
    pub(super) redacted: Option<Arc<Entry>>,
    pub(super) title: Arc<str>,
    pub(super) card: Arc<EntryCard>,
    pub(super) read: Arc<EntryExtract>,
    pub(super) broken: Arc<[(usize, BrokenLink)]>,
    pub(super) input_hash: InputHash,
}
