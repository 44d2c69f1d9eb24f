//! The private site: a pure function from a journal, a theme and a day to files.
//!
//! Nothing private is on it: private entries are left out before anything is counted, named or
//! linked, and private passages are cut before the Markdown is read.

mod commitments;
mod html;
mod links;
pub mod theme;
mod writer;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use self::commitments::Panel;
use self::html::{Rendered, Request};
use self::links::{Links, encoded, slug};
use self::theme::{Fault, Theme};
use self::writer::Writer;
use crate::commitment::account::{Account, Standing};
use crate::commitment::ledger::Calendar;
use crate::config::Config;
use crate::journal::Journal;
use crate::journal::entry::{Entry, Kind, LARGEST};
use crate::journal::prose::Prose;

/// A site that is ready to be put into a folder.
#[derive(Debug, Default)]
pub struct Site {
    /// Path and content of every page and static file.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files of the journal to be copied: path on the site, path in the journal.
    pub attachments: BTreeMap<String, String>,
}

/// What a site is made from.
#[derive(Debug)]
pub struct Input<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// Entries of which nothing is repeated beside their own page, by path.
    pub withheld: &'a BTreeSet<String>,
    /// Its files that are no Markdown, by path.
    pub files: &'a [String],
    /// Its settings.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The account of its commitments.
    pub account: &'a Account,
    /// The day it is, and when weeks begin.
    pub calendar: Calendar,
}

impl Input<'_> {
    /// The commitment that an entry defines.
    fn standing(&self, entry: &Entry) -> Option<&Standing> {
        let mut standings = self.account.standings.iter();
        standings.find(|standing| standing.commitment.path == entry.path)
    }
}

/// An entry as lists show it.
#[derive(Debug, Clone, Serialize)]
struct Card {
    title: String,
    url: String,
    /// ISO date; empty for a page without one.
    date: String,
    excerpt: String,
    words: usize,
    tags: Vec<Tag>,
}

#[derive(Debug, Clone, Serialize)]
struct Tag {
    name: String,
    url: String,
    count: usize,
}

/// A section of an entry on the reflections page.
#[derive(Debug, Serialize)]
struct Reflection<'a> {
    heading: &'a str,
    html: &'a str,
    entry: &'a Card,
}

#[derive(Debug, Serialize)]
struct Month<'a> {
    /// A date in the month.
    date: &'a str,
    entries: Vec<&'a Card>,
}

#[derive(Debug, Serialize)]
struct Year<'a> {
    name: String,
    url: String,
    words: usize,
    months: Vec<Month<'a>>,
    entries: usize,
}

/// One public entry with its page.
struct Leaf<'a> {
    entry: &'a Entry,
    /// As its own page shows it.
    title: String,
    card: Card,
    rendered: Rendered,
    /// Whether nothing beside its own page may repeat a word of it.
    withheld: bool,
}

/// Renders the whole site.
///
/// # Errors
/// A template of the theme does not work.
pub fn render(input: &Input) -> Result<Site, Box<Fault>> {
    let (days, pages) = (public(&input.journal.days), public(&input.journal.pages));
    let urls = urls(&days, &pages, input);
    let all = || days.iter().chain(&pages).copied();
    let links = Links::new(all().zip(urls.iter().map(String::as_str)), input.files);
    let tags = tags(all());
    let entries: Vec<(&Entry, &String)> = all().zip(&urls).collect();
    let leaves: Vec<Leaf> =
        entries.par_iter().map(|(entry, url)| leaf(entry, url, &links, &tags, input)).collect();
    let (days, pages) = leaves.split_at(days.len());
    let mut site = Site::default();
    let (promises, pages): (Vec<&Leaf>, Vec<&Leaf>) =
        pages.iter().partition(|leaf| input.standing(leaf.entry).is_some());
    let panels: Vec<Panel> = promises
        .iter()
        .filter_map(|leaf| {
            Some(Panel::new(input.standing(leaf.entry)?, leaf, days, &input.calendar))
        })
        .collect();
    let writer = Writer::new(input, &tags, !pages.is_empty(), &panels);
    site.files.extend(writer.entries(&days.iter().collect::<Vec<_>>())?);
    site.files.extend(writer.entries(&pages)?);
    let years = years(days);
    writer.commitments(&mut site.files)?;
    writer.lists(days, &pages, &years, &mut site.files)?;
    for (name, bytes) in input.theme.statics() {
        site.files.insert(format!("static/{name}"), bytes.clone());
    }
    for file in leaves.iter().flat_map(|leaf| &leaf.rendered.attachments) {
        site.attachments.insert(format!("files/{file}"), file.clone());
    }
    Ok(site)
}

fn public(entries: &[Entry]) -> Vec<&Entry> {
    entries.iter().filter(|entry| !entry.private).collect()
}

/// The address of every entry's page: by its file's name where that is unique, else by its path.
fn urls(days: &[&Entry], pages: &[&Entry], input: &Input) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut address = |folder: &str, entry: &Entry| {
        let path = entry.path.rsplit_once('.').map_or(entry.path.as_str(), |(path, _)| path);
        let base = [slug(entry.stem()), slug(path)];
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

/// Every tag with its address and how many entries carry it, by its lower-case name.
fn tags<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, Tag> {
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for tag in entries.flat_map(|entry| &entry.tags) {
        let new = || Tag { name: tag.clone(), url: String::new(), count: 0 };
        tags.entry(tag.to_lowercase()).or_insert_with(new).count += 1;
    }
    let mut taken = BTreeSet::new();
    for (key, tag) in &mut tags {
        let numbered = (2..).map(|number| format!("{}-{number}", slug(key)));
        let mut names = std::iter::once(slug(key)).chain(numbered);
        let name =
            names.find(|name| name != "index" && taken.insert(name.clone())).unwrap_or_default();
        tag.url = encoded(&format!("tags/{name}.html"));
    }
    tags
}

fn leaf<'a>(
    entry: &'a Entry,
    url: &str,
    links: &Links,
    tags: &BTreeMap<String, Tag>,
    input: &Input,
) -> Leaf<'a> {
    let mut rendered = if entry.source.len() > LARGEST {
        let escaped = entry.public_markdown().replace('&', "&amp;").replace('<', "&lt;");
        Rendered { html: format!("<pre>{escaped}</pre>"), ..Rendered::default() }
    } else {
        html::render(&Request {
            markdown: &entry.public_markdown(),
            path: &entry.path,
            title: entry.title.as_deref(),
            links,
            headings: &input.config.reflections,
        })
    };
    let date = entry.date().map_or_else(String::new, |date| date.to_string());
    let named = matches!(entry.kind, Kind::Review | Kind::Page).then(|| entry.stem().to_owned());
    let title = entry.title.clone().or(named).unwrap_or_else(|| untitled(entry));
    let withheld = input.withheld.contains(&entry.path);
    if withheld {
        // Its own page shows all of it; nothing else repeats a word.
        rendered.excerpt.clear();
        rendered.sections.clear();
    }
    let card = Card {
        title: if withheld { untitled(entry) } else { title.clone() },
        url: url.to_owned(),
        date,
        excerpt: rendered.excerpt.clone(),
        words: public_words(entry),
        tags: entry.tags.iter().filter_map(|tag| tags.get(&tag.to_lowercase()).cloned()).collect(),
    };
    Leaf { entry, title, card, rendered, withheld }
}

/// What an entry is called that has no title, or whose title is not to be repeated.
fn untitled(entry: &Entry) -> String {
    let date = entry.date().map(|date| date.strftime("%A, %-d %B %Y").to_string());
    date.unwrap_or_else(|| "A page".to_owned())
}

/// Words of the entry; those of private passages do not count.
fn public_words(entry: &Entry) -> usize {
    if entry.private_passages.is_empty() {
        return entry.words;
    }
    Prose::parse(&entry.public_markdown(), 0).words()
}

fn years<'a>(days: &'a [Leaf]) -> Vec<Year<'a>> {
    let mut years: Vec<Year> = Vec::new();
    for leaf in days {
        let card = &leaf.card;
        let (year, month) = (card.date.get(..4).unwrap_or_default(), card.date.get(..7));
        if years.last().is_none_or(|last| last.name != year) {
            let url = format!("years/{year}.html");
            years.push(Year {
                name: year.to_owned(),
                url,
                words: 0,
                months: Vec::new(),
                entries: 0,
            });
        }
        let Some(current) = years.last_mut() else { continue };
        current.words += card.words;
        current.entries += 1;
        if current.months.last().is_none_or(|last| last.date.get(..7) != month) {
            current.months.push(Month { date: &card.date, entries: Vec::new() });
        }
        if let Some(last) = current.months.last_mut() {
            last.entries.push(card);
        }
    }
    years.reverse();
    years
}
