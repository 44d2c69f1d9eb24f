//! What the entries of a site see of each other: addresses, links, tags.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::address::{encoded, slug};
use super::embedded::{EmbeddedNotes, names};
use super::entry_card::TagLink;
use super::entry_page::PendingPage;
use super::input::SiteInput;
use super::links::Links;
use crate::digest::IndexHash;
use crate::journal::entry::Entry;
use crate::text::regex;

static EMBED: LazyLock<Regex> = LazyLock::new(|| regex(r"!\[\[([^\]\n|#]+)"));

/// What entries see of each other.
#[derive(Debug)]
pub(super) struct SiteIndex {
    /// Tells it from others.
    pub(super) hash: IndexHash,
    /// The address of every page, in order.
    pub(super) urls: Vec<String>,
    pub(super) links: Links,
    /// By lower-case name.
    pub(super) tags: BTreeMap<String, TagLink>,
}

impl SiteIndex {
    /// `pending` are days, then pages.
    pub(super) fn new(
        hash: IndexHash,
        pending: &[PendingPage],
        notes: &EmbeddedNotes,
        input: &SiteInput,
    ) -> Self {
        let urls = urls(pending, input);
        let named =
            pending.iter().map(PendingPage::shown_entry).zip(urls.iter().map(String::as_str));
        let hidden = input.journal.days.iter().chain(&input.journal.pages).copied();
        let hidden = hidden.filter(|entry| entry.private && !input.include_private);
        let links = Links::new(named, hidden, input.files, input.photos).with_notes(notes);
        let spoken = pending.iter().filter(|pending| !pending.withheld);
        let tags = tags(spoken.map(PendingPage::shown_entry));
        Self { hash, urls, links, tags }
    }
}

/// Finds the notes that others show.
pub(super) fn embedded_notes(pending: &[PendingPage], include_private: bool) -> EmbeddedNotes {
    let mut wanted = BTreeSet::new();
    for page in pending.iter().filter(|page| page.entry.source.contains("![[")) {
        let found = EMBED.captures_iter(&page.entry.source);
        wanted.extend(found.map(|name| last(name[1].trim()).to_lowercase()));
    }
    if wanted.is_empty() {
        return EmbeddedNotes::new();
    }
    let shown = pending.iter().filter(|page| !page.withheld);
    let shown = shown.filter(|page| names(page.shown_entry()).any(|name| wanted.contains(&name)));
    let notes = shown.map(|page| {
        let text = page.entry.visible(include_private).text.into_owned();
        (page.entry.path.clone(), text)
    });
    notes.collect()
}

/// The name at the end of a path, without an ending.
fn last(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.strip_suffix(".md").unwrap_or(file)
}

/// The address of every entry's page: by its file's name where that is unique, else by its path.
fn urls(pending: &[PendingPage], input: &SiteInput) -> Vec<String> {
    let folders = ["entries", "pages", "commitments"];
    let mut taken: BTreeSet<String> =
        folders.iter().map(|folder| format!("{folder}/index.html")).collect();
    let mut address = |folder: &str, pending: &PendingPage| {
        let entry = pending.entry;
        let path = entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(path, _)| path);
        let mut base = [slug(entry.stem()), slug(path)];
        if pending.withheld {
            // Its name is words of the person too.
            let name = entry.date().map_or_else(|| "page".to_owned(), |date| date.to_string());
            base = [name.clone(), name];
        }
        let numbered = (2..).map(|number| format!("{}-{number}", base[1]));
        let mut names =
            base.iter().cloned().chain(numbered).map(|name| format!("{folder}/{name}.html"));
        let name = names.find(|name| taken.insert(name.clone())).unwrap_or_default();
        encoded(&name)
    };
    let folder = |pending: &PendingPage| match pending.entry.date() {
        Some(_) => "entries",
        None if input.tracked(pending.entry).is_some() => "commitments",
        None => "pages",
    };
    pending.iter().map(|pending| address(folder(pending), pending)).collect()
}

/// Every tag with its address, by its lower-case name.
fn tags<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, TagLink> {
    let mut tags: BTreeMap<String, TagLink> = BTreeMap::new();
    for tag in entries.flat_map(|entry| &entry.tags) {
        let new = || TagLink { name: tag.clone(), url: String::new() };
        tags.entry(tag.to_lowercase()).or_insert_with(new);
    }
    let mut taken = BTreeSet::from(["index".to_owned()]);
    for (key, tag) in &mut tags {
        let numbered = (2..).map(|number| format!("{}-{number}", slug(key)));
        let mut names = std::iter::once(slug(key)).chain(numbered);
        let name = names.find(|name| taken.insert(name.clone())).unwrap_or_default();
        tag.url = encoded(&format!("tags/{name}.html"));
    }
    tags
}
