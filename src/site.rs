//! The private site: a pure function from a journal, a theme and a day to files.
//!
//! Nothing private is on it: private entries are left out before anything is counted, named or
//! linked, and private passages are cut before the Markdown is read.

mod html;
mod links;
pub mod theme;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use tera::Context;

use self::html::{Rendered, Request};
use self::links::{Links, decoded, encoded, slug};
use self::theme::{Fault, Theme};
use crate::config::Config;
use crate::journal::Journal;
use crate::journal::entry::{Entry, Kind, LARGEST};
use crate::journal::prose::Prose;

/// How many entries the home page shows.
const RECENT: usize = 8;
/// How many entries of earlier years the home page shows.
const ON_THIS_DAY: usize = 5;

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
    /// The day it is.
    pub today: Date,
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
}

/// Renders the whole site.
///
/// # Errors
/// A template of the theme does not work.
pub fn render(input: &Input) -> Result<Site, Box<Fault>> {
    let (days, pages) = (public(&input.journal.days), public(&input.journal.pages));
    let urls = urls(&days, &pages);
    let all = || days.iter().chain(&pages).copied();
    let links = Links::new(all().zip(urls.iter().map(String::as_str)), input.files);
    let tags = tags(all());
    let entries: Vec<(&Entry, &String)> = all().zip(&urls).collect();
    let leaves: Vec<Leaf> =
        entries.par_iter().map(|(entry, url)| leaf(entry, url, &links, &tags, input)).collect();
    let (days, pages) = leaves.split_at(days.len());
    let mut site = Site::default();
    let writer = Writer::new(input, &tags, !pages.is_empty());
    site.files.extend(writer.entries(days)?);
    site.files.extend(writer.entries(pages)?);
    let years = years(days);
    writer.lists(days, pages, &years, &mut site.files)?;
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
fn urls(days: &[&Entry], pages: &[&Entry]) -> Vec<String> {
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
    let pages = pages.iter().map(|entry| ("pages", entry));
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
    Leaf { entry, title, card, rendered }
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

/// Fills templates.
struct Writer<'a> {
    input: &'a Input<'a>,
    tags: Vec<&'a Tag>,
    /// What every page knows.
    shared: Context,
}

type Files = BTreeMap<String, Vec<u8>>;

impl<'a> Writer<'a> {
    fn new(input: &'a Input<'a>, tags: &'a BTreeMap<String, Tag>, has_pages: bool) -> Self {
        let mut shared = Context::new();
        shared.insert(
            "site",
            &serde_json::json!({
                "title": input.config.title,
                "language": input.config.languages.first(),
                "has_pages": has_pages,
                "has_tags": !tags.is_empty(),
            }),
        );
        Self { input, tags: tags.values().collect(), shared }
    }

    /// Fills one template for the page at `path`.
    fn page(
        &self,
        template: &str,
        path: &str,
        title: &str,
        values: Context,
    ) -> Result<Vec<u8>, Box<Fault>> {
        let mut context = self.shared.clone();
        context.extend(values);
        context.insert("title", title);
        context.insert("root", &"../".repeat(path.matches('/').count()));
        Ok(self.input.theme.render(template, &context)?.into_bytes())
    }

    fn entries(&self, leaves: &[Leaf]) -> Result<Files, Box<Fault>> {
        let indices: Vec<usize> = (0..leaves.len()).collect();
        let pages: Result<Vec<(String, Vec<u8>)>, Box<Fault>> = indices
            .par_iter()
            .map(|index| {
                let leaf = &leaves[*index];
                let mut context = Context::new();
                let beside = |other: Option<usize>| {
                    other.and_then(|other| leaves.get(other)).map(|leaf| &leaf.card)
                };
                let dated = !leaf.card.date.is_empty();
                context.insert("entry", &leaf.card);
                context.insert("html", &leaf.rendered.html);
                context.insert("mood", &leaf.entry.front.text("mood"));
                context.insert("previous", &beside(index.checked_sub(1).filter(|_| dated)));
                context.insert("next", &beside(Some(index + 1).filter(|_| dated)));
                let path = decoded(&leaf.card.url);
                let page = self.page("entry.html", &path, &leaf.title, context)?;
                Ok((path, page))
            })
            .collect();
        Ok(pages?.into_iter().collect())
    }

    fn lists(
        &self,
        days: &[Leaf],
        pages: &[Leaf],
        years: &[Year],
        files: &mut Files,
    ) -> Result<(), Box<Fault>> {
        let mut add = |path: &str, template: &str, title: &str, values: Context| {
            files.insert(path.to_owned(), self.page(template, path, title, values)?);
            Ok::<(), Box<Fault>>(())
        };
        add("index.html", "index.html", &self.input.config.title, self.home(days, years))?;
        add("years/index.html", "years.html", "Entries", with("years", years))?;
        for year in years {
            add(&year.url, "year.html", &year.name, with("year", year))?;
        }
        add("tags/index.html", "tags.html", "Tags", with("tags", &self.tags))?;
        for tag in &self.tags {
            let carries = |leaf: &&Leaf| leaf.card.tags.iter().any(|other| other.url == tag.url);
            let cards: Vec<&Card> =
                days.iter().rev().chain(pages).filter(carries).map(|leaf| &leaf.card).collect();
            let mut context = with("tag", *tag);
            context.insert("entries", &cards);
            add(&decoded(&tag.url), "tag.html", &format!("#{}", tag.name), context)?;
        }
        if !pages.is_empty() {
            let cards: Vec<&Card> = pages.iter().map(|leaf| &leaf.card).collect();
            add("pages/index.html", "pages.html", "Pages", with("pages", &cards))?;
        }
        let reflections: Vec<Reflection> = days
            .iter()
            .rev()
            .flat_map(|leaf| {
                let sections = leaf.rendered.sections.iter();
                sections.map(|(heading, html)| Reflection { heading, html, entry: &leaf.card })
            })
            .collect();
        add(
            "reflections/index.html",
            "reflections.html",
            "Reflections",
            with("reflections", &reflections),
        )
    }

    fn home(&self, days: &[Leaf], years: &[Year]) -> Context {
        let today = self.input.today;
        let recent: Vec<&Card> = days.iter().rev().take(RECENT).map(|leaf| &leaf.card).collect();
        let same_day = |leaf: &&Leaf| {
            leaf.entry.date().is_some_and(|date| {
                (date.month(), date.day()) == (today.month(), today.day())
                    && date.year() < today.year()
            })
        };
        let earlier: Vec<&Card> =
            days.iter().rev().filter(same_day).take(ON_THIS_DAY).map(|leaf| &leaf.card).collect();
        let mut context = Context::new();
        context.insert("recent", &recent);
        context.insert("on_this_day", &earlier);
        context.insert("years", &years);
        context.insert("words", &years.iter().map(|year| year.words).sum::<usize>());
        context.insert("entries", &days.len());
        context
    }
}

/// A context of one value.
fn with<T: Serialize + ?Sized>(name: &'static str, value: &T) -> Context {
    let mut context = Context::new();
    context.insert(name, value);
    context
}
