//! The private site: a pure function from a journal, a theme and a day to pages.
//!
//! [`Draft`] reads every entry once: its HTML, its links, its words for the search. [`Site`]
//! arranges them: years, tags, commitments, reflections. A page is rendered only when it is asked
//! for, so that a long journal is never in memory twice.
//!
//! Nothing private is on it: private entries are left out before anything is counted, named or
//! linked, and private passages are cut before the Markdown is read.

mod calendar;
mod chart;
mod commitments;
mod feed;
mod html;
mod leaf;
mod links;
pub mod lock;
mod page;
pub mod photo;
mod reflections;
mod remarks;
mod search;
mod self_talk;
pub mod theme;
mod year;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use self::calendar::Year;
use self::commitments::Panel;
use self::html::Missing;
use self::leaf::{Card, Faces, Leaf, Nursery};
use self::links::{Links, decoded};
use self::page::About;
pub use self::page::Page;
use self::reflections::Reflections;
use self::search::Index;
use self::self_talk::SelfTalk;
use self::theme::Theme;
use self::year::Looking;
use crate::commitment::account::{Account, Standing};
use crate::commitment::ledger::Calendar;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::journal::Journal;
use crate::journal::entry::{Entry, Kind};
use crate::text::Span;

/// What a site is made from.
#[derive(Debug)]
pub struct Input<'a> {
    /// The journal.
    pub journal: &'a Journal<'a>,
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
    /// What the rules found in each entry, by path.
    pub remarks: &'a BTreeMap<&'a str, &'a [Diagnostic]>,
    /// The rules, explained.
    pub rules: &'a [Lesson],
    /// Other wordings that were taken.
    pub taken: &'a [Taken],
    /// A question for the day.
    pub question: String,
    /// Whether private entries and passages are shown.
    pub include_private: bool,
}

/// What there is to know about a rule.
#[derive(Debug, Clone, Serialize)]
pub struct Lesson {
    /// Its id.
    pub id: String,
    /// What it notices.
    pub title: String,
    /// Which way balance is lost.
    pub family: Family,
    /// Its category.
    pub category: String,
    /// How it is reported; `off` when it is not.
    pub severity: &'static str,
    /// Why it matters.
    pub why: String,
    /// A question worth a minute.
    pub question: Option<String>,
    /// What it flags.
    pub flags: Vec<Flagged>,
    /// What it leaves alone.
    pub leaves: Vec<String>,
    /// Where the reasons come from.
    pub references: Vec<String>,
}

/// An example of what a rule flags.
#[derive(Debug, Clone, Serialize)]
pub struct Flagged {
    /// The text.
    pub text: String,
    /// The text with the other wording that is offered.
    pub becomes: Option<String>,
}

/// Another wording that the person took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The rule that offered it.
    pub rule: String,
    /// The entry.
    pub path: String,
}

impl Input<'_> {
    /// The commitment that an entry defines.
    fn standing(&self, entry: &Entry) -> Option<&Standing> {
        let mut standings = self.account.standings.iter();
        standings.find(|standing| standing.commitment.path == entry.path)
    }
}

/// Every public entry, read.
pub struct Draft<'a> {
    nursery: Nursery<'a>,
    /// In order.
    days: Vec<Leaf<'a>>,
    /// Undated pages, reviews and commitments, by path.
    pages: Vec<Leaf<'a>>,
}

impl<'a> Draft<'a> {
    /// Reads the journal.
    #[must_use]
    pub fn new(input: &'a Input<'a>) -> Self {
        let journal = input.journal;
        let (days, pages) =
            (leaf::public(&journal.days, input), leaf::public(&journal.pages, input));
        let urls = leaf::urls(&days, &pages, input);
        let all: Vec<&Entry> = days.iter().chain(&pages).copied().collect();
        let faces = Faces::new(&all, input);
        let named = all.iter().map(|entry| faces.of(entry)).zip(urls.iter().map(String::as_str));
        let hidden = journal.days.iter().chain(&journal.pages).copied();
        let hidden = hidden.filter(|entry| entry.private && !input.include_private);
        let links = Links::new(named, hidden, input.files);
        let spoken = all.iter().copied().filter(|entry| !input.withheld.contains(&entry.path));
        let tags = leaf::tags(spoken.map(|entry| faces.of(entry)));
        let nursery = Nursery { input, links, tags, faces };
        let work: Vec<(&Entry, &String)> = all.iter().copied().zip(&urls).collect();
        let mut leaves: Vec<Leaf> =
            work.into_par_iter().map(|(entry, url)| nursery.leaf(entry, url)).collect();
        let pages = leaves.split_off(days.len());
        Self { nursery, days: leaves, pages }
    }

    /// What is wrong with links and photos: path of the entry, and a diagnostic about its text.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'a str, &'a str, Diagnostic)> {
        let mut faults = Vec::new();
        for leaf in self.leaves() {
            for (at, missing) in &leaf.broken {
                let near = self.nursery.links.nearest(missing);
                let near =
                    near.map_or_else(String::new, |near| format!(" The nearest name is `{near}`."));
                let (rule, message) = match missing {
                    Missing::File(name) => (
                        "missing-file",
                        format!(
                            "There is no file `{name}`, so the page shows its words alone.{near}"
                        ),
                    ),
                    Missing::Page(name) => {
                        ("broken-link", format!("`{name}` leads to no entry and no page.{near}"))
                    }
                };
                let found = Diagnostic::journal(rule, Severity::Warning, Span::at(*at), message);
                faults.push((leaf.entry.path.as_str(), leaf.entry.source.as_str(), found));
            }
        }
        faults
    }

    fn leaves(&self) -> impl Iterator<Item = &Leaf<'a>> {
        self.days.iter().chain(&self.pages)
    }
}

/// The pages of a site, arranged and ready to be rendered one by one.
pub struct Site<'d> {
    input: &'d Input<'d>,
    draft: &'d Draft<'d>,
    /// Oldest first.
    years: Vec<Year<'d>>,
    looking: Vec<Looking<'d>>,
    /// Notes that define no commitment and are no review.
    plain: Vec<&'d Leaf<'d>>,
    reviews: Vec<&'d Leaf<'d>>,
    panels: Vec<Panel<'d>>,
    reflections: Reflections<'d>,
    self_talk: SelfTalk,
    /// Entries by the address of a tag, the newest first.
    by_tag: HashMap<&'d str, Vec<&'d Card>>,
    /// Entries that link to an address.
    backlinks: HashMap<&'d str, Vec<&'d Card>>,
    /// Entries of a day of the year with entries in several years: `03-02`, the newest first.
    anniversaries: BTreeMap<&'d str, Vec<&'d Card>>,
    starred: Vec<&'d Card>,
    /// What every page knows.
    about: Value,
    index: Index<'d>,
}

impl<'d> Site<'d> {
    /// Arranges the pages.
    #[must_use]
    pub fn new(draft: &'d Draft<'d>) -> Self {
        let input = draft.nursery.input;
        let days = &draft.days;
        let mut urls: BTreeMap<Date, &str> = BTreeMap::new();
        for leaf in days.iter().rev() {
            urls.extend(leaf.entry.date().map(|date| (date, leaf.card.url.as_str())));
        }
        let (promises, pages): (Vec<&Leaf>, Vec<&Leaf>) =
            draft.pages.iter().partition(|leaf| input.standing(leaf.entry).is_some());
        let (reviews, plain): (Vec<&Leaf>, Vec<&Leaf>) =
            pages.into_iter().partition(|leaf| leaf.entry.kind == Kind::Review);
        let panel = |leaf: &&Leaf| {
            let html = draft.nursery.body(leaf);
            Some(Panel::new(input.standing(leaf.entry)?, leaf, html, &urls, &input.calendar))
        };
        let panels: Vec<Panel> = promises.iter().filter_map(panel).collect();
        let years = calendar::years(days, input.calendar.week_starts);
        let listed: Vec<&Panel> = panels.iter().filter(|panel| panel.listed).collect();
        let looking = years.iter().map(|year| {
            let within = |leaf: &&Leaf| leaf.card.date.get(..4) == Some(year.name.as_str());
            Looking::new(year, &days.iter().filter(within).collect::<Vec<_>>(), &listed)
        });
        let looking = looking.collect();
        let all: Vec<&Leaf> = draft.leaves().collect();
        let starred: Vec<&Card> =
            days.iter().rev().map(|leaf| &leaf.card).filter(|card| card.starred).collect();
        let about = About {
            title: &input.config.title,
            language: input.config.languages.first().map(String::as_str),
            has_pages: !plain.is_empty(),
            has_tags: !draft.nursery.tags.is_empty(),
            has_commitments: !panels.is_empty(),
            has_starred: !starred.is_empty(),
            has_moods: days.iter().any(|leaf| leaf.card.mood.is_some()),
            has_feed: input.config.feed.is_on(),
        };
        Self {
            input,
            draft,
            looking,
            years,
            plain,
            reviews,
            panels,
            reflections: Reflections::new(days),
            self_talk: SelfTalk::new(&all, input),
            by_tag: by_tag(draft),
            backlinks: backlinks(draft),
            anniversaries: anniversaries(days),
            starred,
            about: Value::from_serializable(&about),
            index: Index::new(draft),
        }
    }

    /// Files of the journal that the pages show or link to: path on the site, path in the journal.
    #[must_use]
    pub fn attachments(&self) -> BTreeMap<String, String> {
        let files = self.draft.leaves().flat_map(|leaf| &leaf.read.attachments);
        files.map(|file| (format!("files/{file}"), file.clone())).collect()
    }
}

fn by_tag<'d>(draft: &'d Draft) -> HashMap<&'d str, Vec<&'d Card>> {
    let mut by_tag: HashMap<&str, Vec<&Card>> = HashMap::new();
    let newest_first = draft.days.iter().rev().chain(&draft.pages);
    for card in newest_first.filter(|leaf| !leaf.withheld).map(|leaf| &leaf.card) {
        for tag in &card.tags {
            by_tag.entry(&tag.url).or_default().push(card);
        }
    }
    by_tag
}

fn backlinks<'d>(draft: &'d Draft) -> HashMap<&'d str, Vec<&'d Card>> {
    let mut backlinks: HashMap<&str, Vec<&Card>> = HashMap::new();
    for leaf in draft.leaves() {
        for url in leaf.read.pages.iter().filter(|url| **url != leaf.card.url) {
            backlinks.entry(url).or_default().push(&leaf.card);
        }
    }
    backlinks
}

fn anniversaries<'d>(days: &'d [Leaf]) -> BTreeMap<&'d str, Vec<&'d Card>> {
    let mut by_day: BTreeMap<&str, Vec<&Card>> = BTreeMap::new();
    for card in days.iter().rev().map(|leaf| &leaf.card) {
        if let Some(day) = card.date.get(5..) {
            by_day.entry(day).or_default().push(card);
        }
    }
    by_day.retain(|_, cards| cards.windows(2).any(|pair| pair[0].date != pair[1].date));
    by_day
}
