//! Where a link of the journal leads on the site.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{decoded, slug};
use super::embedded::{EmbeddedNote, EmbeddedNotes, names, section};
use super::photo_copies::PhotoSize;
use crate::config::Config;
use crate::diagnostic::nearest;
use crate::journal::date::{self, PathDate};
use crate::journal::entry::Entry;

/// What a broken link was meant to lead to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum BrokenLink {
    /// An image or another file, by the path written.
    File(String),
    /// An entry or a page, by the name or path written.
    Page(String),
}

/// What a link points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum LinkTarget {
    /// A page of the site, relative to a page one folder deep.
    Page(String),
    /// A file of the journal, by its path there.
    File(String),
    /// A photo of the journal that has copies of other sizes.
    Photo(String, PhotoSize),
    /// Something outside that the person linked to.
    Outside(String),
    /// An entry that is kept off the site; or a day on which nothing is written yet, as the
    /// neighbours in a template may be.
    Hidden,
    /// An address that could run something.
    Unsafe,
    /// A note that is shown where the link stands.
    Note(EmbeddedNote),
    /// Nothing that is there.
    BrokenLink(BrokenLink),
}

/// What is asked of a link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum LinkQuery {
    /// The address of a Markdown link.
    Address(String),
    /// The name in a wiki link.
    Name(String),
    /// The name of a note that is to be shown.
    Embed(String),
    /// What a note at this path asks that is shown inside another.
    Inside(String, Box<LinkQuery>),
}

/// Before the ids of headings, so that none is one of the theme's.
pub(super) const ANCHOR: &str = "at-";

/// Pages and files by every name that a link may use.
#[derive(Debug, Default)]
pub(super) struct Links {
    pages: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    files: BTreeSet<String>,
    photos: BTreeMap<String, PhotoSize>,
    file_names: BTreeMap<String, String>,
    /// Paths and names of entries that are kept off the site.
    hidden: BTreeSet<String>,
    /// What others show, by the address of its page.
    notes: BTreeMap<String, EmbeddedNote>,
}

impl Links {
    /// `pages` are entries and the addresses of their pages, `hidden` those without one; `files` the
    /// journal's other files, `photos` the sizes of those that are photos.
    pub(super) fn new<'a>(
        pages: impl Iterator<Item = (&'a Entry, &'a str)>,
        hidden: impl Iterator<Item = &'a Entry>,
        files: &[String],
        photos: &BTreeMap<String, PhotoSize>,
    ) -> Self {
        let mut links = Self { photos: photos.clone(), ..Self::default() };
        for (entry, url) in pages {
            links.pages.insert(entry.path.clone(), url.to_owned());
            for name in names(entry) {
                links.names.entry(name).or_insert_with(|| url.to_owned());
            }
        }
        for entry in hidden {
            links.hidden.insert(entry.path.clone());
            links.hidden.extend(names(entry));
        }
        for file in files {
            let name = file.rsplit('/').next().unwrap_or_default().to_lowercase();
            links.file_names.entry(name).or_insert_with(|| file.clone());
            links.files.insert(file.clone());
        }
        links
    }

    /// Where a link in the entry at `from` leads.
    pub(super) fn answer(&self, from: &str, question: &LinkQuery) -> LinkTarget {
        match question {
            LinkQuery::Address(address) => self.resolve(from, address),
            LinkQuery::Name(name) => self.wiki(name),
            LinkQuery::Embed(name) => self.note(name).unwrap_or_else(|| self.wiki(name)),
            LinkQuery::Inside(path, question) => self.answer(path, question),
        }
    }

    /// The same, with notes that others show.
    pub(super) fn with_notes(mut self, notes: &EmbeddedNotes) -> Self {
        for (path, text) in notes {
            let Some(url) = self.pages.get(path) else { continue };
            let note = EmbeddedNote { url: url.clone(), path: path.clone(), text: text.clone() };
            self.notes.insert(url.clone(), note);
        }
        self
    }

    /// The note that is shown at an embedding; `None` where it is no note, or none that is shown.
    fn note(&self, written: &str) -> Option<LinkTarget> {
        let LinkTarget::Page(address) = self.wiki(written) else { return None };
        let page = address.split('#').next().unwrap_or_default();
        let note = self.notes.get(page.trim_start_matches("../"))?;
        let written = decoded(written);
        let heading = written.split_once('#').map_or("", |(_, heading)| heading);
        let text = section(&note.text, heading)?.to_owned();
        Some(LinkTarget::Note(EmbeddedNote { url: address, path: note.path.clone(), text }))
    }

    fn file(&self, path: String) -> LinkTarget {
        match self.photos.get(&path) {
            Some(size) => LinkTarget::Photo(path, *size),
            None => LinkTarget::File(path),
        }
    }

    /// Where the address of a Markdown link in the entry at `from` leads.
    pub(super) fn resolve(&self, from: &str, address: &str) -> LinkTarget {
        if let Some(heading) = address.strip_prefix('#') {
            return LinkTarget::Outside(anchor(heading));
        }
        if let Some((scheme, _)) = address.split_once(':')
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        {
            let safe = ["http", "https", "mailto", "tel"].contains(&scheme.to_lowercase().as_str());
            return if safe { LinkTarget::Outside(address.to_owned()) } else { LinkTarget::Unsafe };
        }
        if address.starts_with("//") {
            return LinkTarget::Outside(format!("https:{address}"));
        }
        let (path, heading) = address.split_once('#').unwrap_or((address, ""));
        let path = decoded(path);
        let beside = joined(from.rsplit_once('/').map_or("", |(folder, _)| folder), &path);
        let from_root = joined("", &path);
        for candidate in [beside, from_root] {
            for path in [candidate.clone(), format!("{candidate}.md")] {
                if let Some(url) = self.pages.get(&path) {
                    return LinkTarget::Page(format!("../{url}{}", anchor(heading)));
                }
                if self.files.contains(&path) {
                    return self.file(path);
                }
                if self.hidden.contains(&path) {
                    return LinkTarget::Hidden;
                }
            }
        }
        if is_day(&path) { LinkTarget::Hidden } else { LinkTarget::BrokenLink(missing(path)) }
    }

    /// Where a wiki link leads: by path, name, title, date or alias.
    pub(super) fn wiki(&self, written: &str) -> LinkTarget {
        let written = decoded(written);
        let (name, heading) = written.split_once('#').unwrap_or((&written, ""));
        let name = name.trim().trim_start_matches('/');
        if name.is_empty() {
            return LinkTarget::Outside(anchor(heading));
        }
        let with_ending = format!("{name}.md");
        let page = self.pages.get(&with_ending).or_else(|| self.pages.get(name));
        let last = name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let last = last.trim_end_matches(".md");
        let page = page.or_else(|| self.names.get(last));
        if let Some(url) = page {
            return LinkTarget::Page(format!("../{url}{}", anchor(heading)));
        }
        if let Some(file) = self.file_names.get(last) {
            return self.file(file.clone());
        }
        if self.hidden.contains(&with_ending) || self.hidden.contains(last) {
            return LinkTarget::Hidden;
        }
        if is_day(name) {
            return LinkTarget::Hidden;
        }
        LinkTarget::BrokenLink(missing(name.to_owned()))
    }

    /// The name nearest to one that leads nowhere, as a link would write it.
    pub(super) fn nearest(&self, missing: &BrokenLink) -> Option<&str> {
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        match missing {
            BrokenLink::File(path) => {
                let name = nearest(&last(path), self.file_names.keys().map(String::as_str))?;
                self.file_names.get(name).map(String::as_str)
            }
            BrokenLink::Page(path) => {
                let name = last(path);
                let name = name.trim_end_matches(".md");
                nearest(name, self.names.keys().map(String::as_str))
            }
        }
    }
}

/// Whether a path or name is that of a day and nothing more: `2026-03-02`, `journals/2026_03_02.md`.
fn is_day(path: &str) -> bool {
    let file = format!("{}.md", path.trim_end_matches(".md"));
    matches!(date::from_path(&file, &Config::default()), PathDate::Pure(_))
}

/// What a name that leads nowhere was meant to be, by its ending.
fn missing(path: String) -> BrokenLink {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let file = ending.is_some_and(|(_, ending)| {
        (2..=4).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && !ending.eq_ignore_ascii_case("md")
            && ending.contains(|c: char| c.is_ascii_alphabetic())
    });
    if file { BrokenLink::File(path) } else { BrokenLink::Page(path) }
}

/// The end of an address that leads to a heading.
fn anchor(heading: &str) -> String {
    let heading = decoded(heading);
    // A block has no id of its own; the link leads to its page.
    if heading.is_empty() || heading.starts_with('^') {
        String::new()
    } else {
        format!("#{ANCHOR}{}", slug(&heading))
    }
}

/// `path` below `folder`, with `.` and `..` resolved; never above the journal.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn links_as_people_write_them() {
        let entry =
            Entry::parse("2026/03/2026-03-02 A walk.md", "# By the sea\n", &Config::default())
                .entry;
        let files = ["photos/sea.jpg".to_owned()];
        let secret = Entry::parse("secret.md", "", &Config::default()).entry;
        let pages = [(&entry, "entries/a.html")].into_iter();
        let links = Links::new(pages, [&secret].into_iter(), &files, &BTreeMap::new());
        let page = LinkTarget::Page("../entries/a.html".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../03/2026-03-02%20A%20walk.md"), page);
        assert_eq!(links.wiki("2026-03-02"), page);
        assert_eq!(links.wiki("by the sea"), page);
        let file = LinkTarget::File("photos/sea.jpg".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../../photos/sea.jpg"), file);
        assert_eq!(links.wiki("sea.jpg"), file);
        let missing = BrokenLink::Page("../../../etc/passwd".to_owned());
        assert_eq!(links.resolve("x.md", "../../../etc/passwd"), LinkTarget::BrokenLink(missing));
        assert_eq!(links.resolve("x.md", "javascript:alert(1)"), LinkTarget::Unsafe);
        assert_eq!(
            (links.resolve("x.md", "secret.md"), links.wiki("Secret")),
            (LinkTarget::Hidden, LinkTarget::Hidden)
        );
        let heading = LinkTarget::Page("../entries/a.html#at-low-tide".to_owned());
        assert_eq!(links.wiki("2026-03-02#Low tide"), heading);
        let missing = BrokenLink::File("photos/see.jpg".to_owned());
        assert_eq!(links.nearest(&missing), Some("photos/sea.jpg"));
        let outside = "https://example.org/";
        assert_eq!(links.resolve("x.md", outside), LinkTarget::Outside(outside.to_owned()));
    }
}
