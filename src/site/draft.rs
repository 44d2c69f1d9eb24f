//! Every entry that has a page, read once.

use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{BuildCache, CacheUpdate};
use super::entry_page::{EntryPage, PendingPage};
use super::input::SiteInput;
use super::links::BrokenLink;
use super::page_builder::PageBuilder;
use super::site_index::{SiteIndex, embedded_notes};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::{EntryHash, IndexHash, PublicHash};
use crate::journal::entry::Entry;
use crate::text::FileSpan;

/// Every public entry, read.
pub(crate) struct SiteDraft<'a> {
    pub(super) builder: PageBuilder<'a>,
    /// In order.
    pub(super) days: Vec<EntryPage<'a>>,
    /// Undated pages, reviews and commitments, by path.
    pub(super) pages: Vec<EntryPage<'a>>,
    /// What others see of each, in the same order.
    public_hashes: Vec<PublicHash>,
    /// Whether the last build had entries of the same names.
    same: bool,
}

/// What is wrong with a link or a photo of an entry.
#[derive(Debug)]
pub(crate) struct LinkDiagnostic<'a> {
    /// Path of the entry.
    pub path: &'a str,
    /// Its text.
    pub source: &'a str,
    /// What is wrong, and where in the text.
    pub diagnostic: Diagnostic,
}

impl<'a> SiteDraft<'a> {
    /// Reads the journal; what `cache` knows already is taken from it.
    #[must_use]
    pub(crate) fn new(input: &'a SiteInput<'a>, cache: &'a BuildCache) -> Self {
        let (days, pages) =
            (public(&input.journal.days, input), public(&input.journal.pages, input));
        let all: Vec<&Entry> = days.iter().chain(&pages).copied().collect();
        let pend = |entry: &'a Entry| PendingPage::new(entry, input, cache.entry(&entry.path));
        let pending: Vec<PendingPage> = all.into_par_iter().map(pend).collect();
        let public_hashes: Vec<PublicHash> = pending.iter().map(|one| one.public_hash).collect();
        let known = pending.iter().filter(|one| one.known).count();
        let same = known == pending.len() && known == cache.count();
        let index = index(&pending, &public_hashes, input, cache);
        let new_index = cache.index.as_ref().is_none_or(|known| known.hash != index.hash);
        let builder = PageBuilder { input, index: Arc::clone(&index), new_index };
        let work = pending.into_par_iter().zip(&index.urls);
        let mut days_then_pages: Vec<EntryPage> =
            work.map(|(pending, url)| builder.page(pending, url)).collect();
        let pages = days_then_pages.split_off(days.len());
        Self { builder, days: days_then_pages, pages, public_hashes, same }
    }

    /// What the next build can use of it.
    #[must_use]
    pub(crate) fn cache_update(&self) -> CacheUpdate {
        let pages = self.all().zip(&self.public_hashes);
        let fresh = pages.filter(|(page, _)| !self.same || page.fresh);
        let kept = fresh.map(|(page, hash)| (page.entry.path.clone(), page.cached(*hash)));
        let index = Arc::clone(&self.builder.index);
        CacheUpdate { index, kept: kept.collect(), all: !self.same }
    }

    /// What is wrong with links and photos.
    #[must_use]
    pub(crate) fn broken_links(&self) -> Vec<LinkDiagnostic<'a>> {
        let all = self.all().flat_map(|page| page.broken.iter().map(move |one| (page, one)));
        all.map(|(page, (at, link))| {
            let (kind, message) = self.describe(link);
            let span = FileSpan::at(*at);
            LinkDiagnostic {
                path: &page.entry.path,
                source: &page.entry.source,
                diagnostic: Diagnostic::journal(kind, Severity::Warning, span, message),
            }
        })
        .collect()
    }

    fn describe(&self, link: &BrokenLink) -> (&'static str, String) {
        let near = self.builder.index.links.nearest(link);
        let near = near.map_or_else(String::new, |near| format!(" The nearest name is `{near}`."));
        match link {
            BrokenLink::File(name) => (
                "missing-file",
                format!("There is no file `{name}`, so the page shows its words alone.{near}"),
            ),
            BrokenLink::Page(name) => {
                ("broken-link", format!("`{name}` leads to no entry and no page.{near}"))
            }
        }
    }

    /// Every page of an entry: days, then the others.
    pub(super) fn all(&self) -> impl Iterator<Item = &EntryPage<'a>> {
        self.days.iter().chain(&self.pages)
    }
}

/// What entries see of each other: that of the last build, where nothing of it changed.
fn index(
    pending: &[PendingPage],
    public_hashes: &[PublicHash],
    input: &SiteInput,
    cache: &BuildCache,
) -> Arc<SiteIndex> {
    let hidden = input.journal.days.iter().chain(&input.journal.pages);
    let hidden = hidden.filter(|entry| entry.private && !input.include_private);
    let hidden: Vec<EntryHash> = hidden.map(|entry| entry.hash).collect();
    let commitments: Vec<&str> = input.shown().map(|one| one.commitment.path.as_str()).collect();
    let notes = embedded_notes(pending, input.include_private);
    let hash =
        IndexHash::of(&(public_hashes, hidden, input.files, input.photos, commitments, &notes));
    match &cache.index {
        Some(known) if known.hash == hash => Arc::clone(known),
        _ => Arc::new(SiteIndex::new(hash, pending, &notes, input)),
    }
}

/// The entries that have a page.
fn public<'a>(entries: &[&'a Entry], input: &SiteInput) -> Vec<&'a Entry> {
    let shown = |entry: &&&Entry| input.include_private || !entry.private;
    entries.iter().filter(shown).copied().collect()
}
