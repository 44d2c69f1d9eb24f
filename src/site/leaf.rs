//! One entry as the site knows it: its card for lists, its HTML, what it links to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::Input;
use super::html::{self, Missing, Read, Request};
use super::links::{Links, encoded, escaped, slug};
use super::memory::Kept;
use super::remarks::{self, Remark};
use crate::journal::date;
use crate::journal::entry::{Entry, Kind, LARGEST};
use crate::journal::shown::Shown;
use crate::text::fingerprint;

/// An entry as lists show it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) url: String,
}

/// One public entry with what its page needs.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) entry: &'a Entry,
    /// The entry without its private passages, where it has some that are not shown.
    face: Option<Arc<Entry>>,
    /// As its own page shows it.
    pub(super) title: Arc<str>,
    pub(super) card: Arc<Card>,
    /// What lists, links and the search need; of a withheld entry nearly nothing.
    pub(super) read: Arc<Read>,
    /// Whether nothing beside its own page may repeat a word of it.
    pub(super) withheld: bool,
    /// Links that lead nowhere: where they stand in the file.
    pub(super) broken: Arc<[(usize, Missing)]>,
    /// Tells all of this from what it was or will be.
    pub(super) print: u64,
    /// Whether any of this is new since the last build.
    pub(super) fresh: bool,
}

impl Leaf<'_> {
    /// What may be told of the entry.
    pub(super) fn face(&self) -> &Entry {
        self.face.as_deref().unwrap_or(self.entry)
    }

    /// Its tags, as its own page shows them: of a withheld one without addresses.
    pub(super) fn tags(&self) -> Vec<Tag> {
        if !self.withheld {
            return self.card.tags.clone();
        }
        let plain = |name: &String| Tag { name: name.clone(), url: String::new() };
        self.face().tags.iter().map(plain).collect()
    }

    /// What stands at its top, for themes that show it.
    pub(super) fn fields(&self) -> BTreeMap<String, Option<String>> {
        let front = &self.face().front;
        front.names().map(|name| (name.to_owned(), front.text(name))).collect()
    }

    /// What the next build can use of it.
    pub(super) fn kept(&self, outward: u64) -> Kept {
        Kept {
            fingerprint: self.entry.fingerprint,
            withheld: self.withheld,
            outward,
            face: self.face.clone(),
            title: Arc::clone(&self.title),
            card: Arc::clone(&self.card),
            read: Arc::clone(&self.read),
            broken: Arc::clone(&self.broken),
            print: self.print,
        }
    }
}

/// An entry before its page has an address.
pub(super) struct Seed<'a> {
    pub(super) entry: &'a Entry,
    face: Option<Arc<Entry>>,
    withheld: bool,
    /// Tells apart what others see of it: its names, its tags, its address.
    pub(super) outward: u64,
    /// What is known of it from the last build.
    kept: Option<&'a Kept>,
    /// Whether there was a file of this name in it.
    pub(super) known: bool,
}

impl<'a> Seed<'a> {
    pub(super) fn new(entry: &'a Entry, input: &Input, kept: Option<&'a Kept>) -> Self {
        let withheld = input.withheld.contains(&entry.path);
        let known = kept.is_some();
        let fits =
            |kept: &&Kept| kept.fingerprint == entry.fingerprint && kept.withheld == withheld;
        if let Some(kept) = kept.filter(fits) {
            let (face, outward) = (kept.face.clone(), kept.outward);
            return Self { entry, face, withheld, outward, kept: Some(kept), known: true };
        }
        let redacted = || entry.redacted(input.config).map(Arc::new);
        let face = (!input.include_private).then(redacted).flatten();
        let seen = face.as_deref().unwrap_or(entry);
        let aliases = seen.front.list("aliases");
        let dated = (entry.date(), entry.kind == Kind::Review);
        let outward =
            fingerprint(&(&entry.path, dated, withheld, &seen.title, aliases, &seen.tags));
        Self { entry, face, withheld, outward, kept: None, known }
    }

    pub(super) fn face(&self) -> &Entry {
        self.face.as_deref().unwrap_or(self.entry)
    }
}

/// What leaves are made with.
pub(super) struct Nursery<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) frame: Arc<Frame>,
    /// Whether the frame is another than that of the last build.
    pub(super) new_frame: bool,
}

/// What entries see of each other.
#[derive(Debug)]
pub(super) struct Frame {
    /// Tells it from others.
    pub(super) print: u64,
    /// The address of every page, in order.
    pub(super) urls: Vec<String>,
    pub(super) links: Links,
    /// By lower-case name.
    pub(super) tags: BTreeMap<String, Tag>,
}

impl Frame {
    /// `seeds` are days, then pages.
    pub(super) fn new(print: u64, seeds: &[Seed], input: &Input) -> Self {
        let urls = urls(seeds, input);
        let named = seeds.iter().map(Seed::face).zip(urls.iter().map(String::as_str));
        let hidden = input.journal.days.iter().chain(&input.journal.pages).copied();
        let hidden = hidden.filter(|entry| entry.private && !input.include_private);
        let links = Links::new(named, hidden, input.files);
        let spoken = seeds.iter().filter(|seed| !seed.withheld);
        let tags = tags(spoken.map(Seed::face));
        Self { print, urls, links, tags }
    }
}

impl Nursery<'_> {
    pub(super) fn leaf<'e>(&self, seed: Seed<'e>, url: &str) -> Leaf<'e> {
        let links = &self.frame.links;
        let same =
            |(question, target): &(_, _)| links.answer(&seed.entry.path, question) == *target;
        let known = seed.kept.filter(|kept| !self.new_frame || kept.read.answers.iter().all(same));
        let (read, broken) = match known {
            Some(kept) => (Arc::clone(&kept.read), Arc::clone(&kept.broken)),
            None => self.read(&seed),
        };
        if let Some(kept) = known.filter(|_| !self.new_frame) {
            return Leaf {
                entry: seed.entry,
                face: seed.face,
                title: Arc::clone(&kept.title),
                card: Arc::clone(&kept.card),
                read,
                withheld: seed.withheld,
                broken,
                print: kept.print,
                fresh: false,
            };
        }
        let title = title(&seed);
        let card = self.card(&seed, &title, url, &read);
        let print =
            fingerprint(&(seed.entry.fingerprint, seed.withheld, &title, &card, &read.answers));
        Leaf {
            entry: seed.entry,
            face: seed.face,
            title: title.into(),
            card: Arc::new(card),
            read,
            withheld: seed.withheld,
            broken,
            print,
            fresh: true,
        }
    }

    fn read(&self, seed: &Seed) -> (Arc<Read>, Arc<[(usize, Missing)]>) {
        let entry = seed.entry;
        let shown = Shown::new(entry, self.input.include_private);
        let mut read = Read::default();
        if entry.source.len() <= LARGEST {
            read = html::read(&self.request(entry, seed.face(), &shown, &[]));
        }
        let broken = std::mem::take(&mut read.broken);
        let broken = broken.into_iter().map(|(at, missing)| (shown.source(at), missing)).collect();
        if seed.withheld {
            // Its own page shows all of it; nothing else repeats a word.
            let (attachments, answers) = (read.attachments, read.answers);
            read = Read { attachments, answers, ..Read::default() };
        }
        (Arc::new(read), broken)
    }

    fn card(&self, seed: &Seed, title: &str, url: &str, read: &Read) -> Card {
        let (entry, face, withheld) = (seed.entry, seed.face(), seed.withheld);
        let tag = |tag: &String| self.frame.tags.get(&tag.to_lowercase()).cloned();
        Card {
            title: if withheld { untitled(entry) } else { title.to_owned() },
            url: url.to_owned(),
            date: entry.date().map_or_else(String::new, |date| date.to_string()),
            excerpt: read.excerpt.clone(),
            words: face.words,
            tags: face.tags.iter().filter(|_| !withheld).filter_map(tag).collect(),
            mood: face.front.text("mood").filter(|mood| !mood.is_empty() && !withheld),
            starred: face.is_starred(),
            private: entry.private,
        }
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
        html::body(&self.request(entry, leaf.face(), &shown, &notes.unwrap_or_default()))
    }

    fn request<'r>(
        &'r self,
        entry: &'r Entry,
        face: &'r Entry,
        shown: &'r Shown,
        remarks: &'r [Remark],
    ) -> Request<'r> {
        Request {
            markdown: &shown.text,
            path: &entry.path,
            title: face.title.as_deref(),
            links: &self.frame.links,
            headings: &self.input.config.reflections,
            remarks,
        }
    }
}

/// What an entry's own page is called.
fn title(seed: &Seed) -> String {
    let entry = seed.entry;
    let named = matches!(entry.kind, Kind::Review | Kind::Page).then(|| entry.stem().to_owned());
    let beside = || date::beside(entry.stem()).filter(|_| entry.date().is_some());
    let title = seed.face().title.clone().or(named).or_else(beside);
    title.unwrap_or_else(|| untitled(entry))
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
fn urls(seeds: &[Seed], input: &Input) -> Vec<String> {
    let folders = ["entries", "pages", "commitments"];
    let mut taken: BTreeSet<String> =
        folders.iter().map(|folder| format!("{folder}/index.html")).collect();
    let mut address = |folder: &str, seed: &Seed| {
        let entry = seed.entry;
        let path = entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(path, _)| path);
        let mut base = [slug(entry.stem()), slug(path)];
        if seed.withheld {
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
    let folder = |seed: &Seed| match seed.entry.date() {
        Some(_) => "entries",
        None if input.standing(seed.entry).is_some() => "commitments",
        None => "pages",
    };
    seeds.iter().map(|seed| address(folder(seed), seed)).collect()
}

/// Every tag with its address, by its lower-case name.
fn tags<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, Tag> {
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
