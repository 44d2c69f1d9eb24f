//! One entry as the site knows it: its card for lists, its HTML, what it links to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Input;
use super::html::{self, Missing, Read, Request};
use super::links::{Links, encoded, escaped, slug};
use super::remarks::{self, Remark};
use crate::journal::date;
use crate::journal::entry::{Entry, Kind, LARGEST};
use crate::journal::shown::Shown;

/// An entry as lists show it.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Card {
    pub(super) title: String,
    pub(super) url: String,
    /// ISO date; empty for a page without one.
    pub(super) date: String,
    pub(super) excerpt: String,
    pub(super) words: usize,
    pub(super) tags: Vec<Tag>,
    pub(super) mood: Option<String>,
    pub(super) starred: bool,
    /// Only ever true where private entries are asked for.
    pub(super) private: bool,
}

/// An entry as long lists show it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Line<'a> {
    title: &'a str,
    url: &'a str,
    date: &'a str,
}

impl Card {
    pub(super) fn line(&self) -> Line<'_> {
        Line { title: &self.title, url: &self.url, date: &self.date }
    }
}

/// Something with a page, and how much there is of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Counted<'a> {
    pub(super) name: &'a str,
    /// Empty where there is no page.
    pub(super) url: &'a str,
    pub(super) count: usize,
}

/// A tag, as an entry and the list of tags show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) url: String,
}

/// One public entry with what its page needs.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) entry: &'a Entry,
    /// As its own page shows it.
    pub(super) title: String,
    pub(super) card: Card,
    /// What lists, links and the search need; of a withheld entry nearly nothing.
    pub(super) read: Read,
    /// Whether nothing beside its own page may repeat a word of it.
    pub(super) withheld: bool,
    /// Links that lead nowhere: where they stand in the file.
    pub(super) broken: Vec<(usize, Missing)>,
}

/// What leaves are made with.
pub(super) struct Nursery<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) links: Links,
    /// By lower-case name.
    pub(super) tags: BTreeMap<String, Tag>,
    pub(super) faces: Faces,
}

/// Entries with private passages as they are without them, by path.
#[derive(Debug, Default)]
pub(super) struct Faces(BTreeMap<String, Entry>);

impl Faces {
    pub(super) fn new(entries: &[&Entry], input: &Input) -> Self {
        if input.include_private {
            return Self::default();
        }
        let redacted = entries
            .iter()
            .filter_map(|entry| Some((entry.path.clone(), entry.redacted(input.config)?)));
        Self(redacted.collect())
    }

    /// Tags of an entry, as its own page shows them: of a withheld one without addresses.
    pub(super) fn tags(&self, leaf: &Leaf) -> Vec<Tag> {
        if !leaf.withheld {
            return leaf.card.tags.clone();
        }
        let plain = |name: &String| Tag { name: name.clone(), url: String::new() };
        self.of(leaf.entry).tags.iter().map(plain).collect()
    }

    /// What stands at the top of an entry, for themes that show it.
    pub(super) fn fields(&self, leaf: &Leaf) -> BTreeMap<String, Option<String>> {
        let front = &self.of(leaf.entry).front;
        front.names().map(|name| (name.to_owned(), front.text(name))).collect()
    }

    /// What may be told of an entry.
    pub(super) fn of<'f>(&'f self, entry: &'f Entry) -> &'f Entry {
        self.0.get(&entry.path).unwrap_or(entry)
    }
}

impl<'a> Nursery<'a> {
    pub(super) fn leaf(&self, entry: &'a Entry, url: &str) -> Leaf<'a> {
        let input = self.input;
        let face = self.faces.of(entry);
        let shown = Shown::new(entry, input.include_private);
        let withheld = input.withheld.contains(&entry.path);
        let mut read = Read::default();
        if entry.source.len() <= LARGEST {
            read = html::read(&self.request(entry, &shown, &[]));
        }
        let named =
            matches!(entry.kind, Kind::Review | Kind::Page).then(|| entry.stem().to_owned());
        let beside = || date::beside(entry.stem()).filter(|_| entry.date().is_some());
        let title = face.title.clone().or(named).or_else(beside);
        let title = title.unwrap_or_else(|| untitled(entry));
        let broken = std::mem::take(&mut read.broken);
        let broken = broken.into_iter().map(|(at, missing)| (shown.source(at), missing)).collect();
        if withheld {
            // Its own page shows all of it; nothing else repeats a word.
            read = Read { attachments: read.attachments, ..Read::default() };
        }
        let tag = |tag: &String| self.tags.get(&tag.to_lowercase()).cloned();
        let card = Card {
            title: if withheld { untitled(entry) } else { title.clone() },
            url: url.to_owned(),
            date: entry.date().map_or_else(String::new, |date| date.to_string()),
            excerpt: std::mem::take(&mut read.excerpt),
            words: face.words,
            tags: face.tags.iter().filter(|_| !withheld).filter_map(tag).collect(),
            mood: face.front.text("mood").filter(|mood| !mood.is_empty() && !withheld),
            starred: face.is_starred(),
            private: entry.private,
        };
        Leaf { entry, title, card, read, withheld, broken }
    }

    /// The body of an entry's page.
    pub(super) fn body(&self, leaf: &Leaf) -> String {
        let (input, entry) = (self.input, leaf.entry);
        let shown = Shown::new(entry, input.include_private);
        if entry.source.len() > LARGEST {
            return format!("<pre>{}</pre>", escaped(&shown.text));
        }
        let wanted = input.config.margin_notes.is_on() && !leaf.withheld && !entry.private;
        let found = input.remarks.get(entry.path.as_str()).filter(|_| wanted);
        let notes = found.map(|found| remarks::remarks(found, &entry.source, &shown));
        html::body(&self.request(entry, &shown, &notes.unwrap_or_default()))
    }

    fn request<'r>(
        &'r self,
        entry: &'r Entry,
        shown: &'r Shown,
        remarks: &'r [Remark],
    ) -> Request<'r> {
        Request {
            markdown: &shown.text,
            path: &entry.path,
            title: self.faces.of(entry).title.as_deref(),
            links: &self.links,
            headings: &self.input.config.reflections,
            remarks,
        }
    }
}

/// What an entry is called that has no title, or whose title is not to be repeated.
fn untitled(entry: &Entry) -> String {
    let date = entry.date().map(|date| date.strftime("%A, %-d %B %Y").to_string());
    date.unwrap_or_else(|| "A page".to_owned())
}

/// The entries that have a page.
pub(super) fn public<'a>(entries: &[&'a Entry], input: &Input) -> Vec<&'a Entry> {
    let shown = |entry: &&&Entry| input.include_private || !entry.private;
    entries.iter().filter(shown).copied().collect()
}

/// The address of every entry's page: by its file's name where that is unique, else by its path.
pub(super) fn urls(days: &[&Entry], pages: &[&Entry], input: &Input) -> Vec<String> {
    let folders = ["entries", "pages", "commitments"];
    let mut taken: BTreeSet<String> =
        folders.iter().map(|folder| format!("{folder}/index.html")).collect();
    let mut address = |folder: &str, entry: &Entry| {
        let path = entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(path, _)| path);
        let mut base = [slug(entry.stem()), slug(path)];
        if input.withheld.contains(&entry.path) {
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
    let days = days.iter().map(|entry| ("entries", entry));
    let pages = pages.iter().map(|entry| {
        (if input.standing(entry).is_some() { "commitments" } else { "pages" }, entry)
    });
    days.chain(pages).map(|(folder, entry)| address(folder, entry)).collect()
}

/// Every tag with its address, by its lower-case name.
pub(super) fn tags<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, Tag> {
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for tag in entries.flat_map(|entry| &entry.tags) {
        let new = || Tag { name: tag.clone(), url: String::new() };
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
