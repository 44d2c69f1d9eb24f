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
pub mod memory;
mod page;
pub mod photo;
mod reflections;
mod remarks;
mod search;
mod self_talk;
pub mod theme;
mod year;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use self::calendar::Year;
use self::commitments::Panel;
use self::html::Missing;
use self::leaf::{Card, Frame, Leaf, Nursery, Seed};
use self::links::decoded;
use self::memory::{Leaves, Memory};
use self::page::About;
pub use self::page::Page;
use self::reflections::Reflections;
use self::search::Index;
use self::theme::Theme;
use crate::commitment::account::{Account, Standing};
use crate::commitment::ledger::Calendar;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::journal::Journal;
use crate::journal::entry::{Entry, Kind};
use crate::text::{Span, fingerprint};

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
    pub remarks: &'a Remarks<'a>,
    /// The rules, explained.
    pub rules: &'a [Lesson],
    /// Other wordings that were taken.
    pub taken: &'a [Taken],
    /// A question for the day.
    pub question: String,
    /// Whether private entries and passages are shown.
    pub include_private: bool,
}

/// What the rules found in entries, by path.
pub type Remarks<'a> = HashMap<&'a str, &'a [Diagnostic], FixedState>;

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
    /// What others see of each, in the same order.
    outward: Vec<u64>,
    /// Whether the last build had entries of the same names.
    same: bool,
}

impl<'a> Draft<'a> {
    /// Reads the journal; what `memory` knows already is taken from it.
    #[must_use]
    pub fn new(input: &'a Input<'a>, memory: &'a Memory) -> Self {
        let public = |entries: &[&'a Entry]| leaf::public(entries, input);
        let (days, pages) = (public(&input.journal.days), public(&input.journal.pages));
        let all: Vec<&Entry> = days.iter().chain(&pages).copied().collect();
        let seed = |entry: &'a Entry| Seed::new(entry, input, memory.leaf(&entry.path));
        let seeds: Vec<Seed> = all.into_par_iter().map(seed).collect();
        let outward: Vec<u64> = seeds.iter().map(|seed| seed.outward).collect();
        let known = seeds.iter().filter(|seed| seed.known).count();
        let same = known == seeds.len() && known == memory.count();
        let frame = frame(&seeds, &outward, input, memory);
        let new_frame = memory.frame.as_ref().is_none_or(|known| known.print != frame.print);
        let nursery = Nursery { input, frame: Arc::clone(&frame), new_frame };
        let work = seeds.into_par_iter().zip(&frame.urls);
        let mut leaves: Vec<Leaf> = work.map(|(seed, url)| nursery.leaf(seed, url)).collect();
        let pages = leaves.split_off(days.len());
        Self { nursery, days: leaves, pages, outward, same }
    }

    /// What the next build can use of it.
    #[must_use]
    pub fn leaves(&self) -> Leaves {
        Leaves::of(self, self.same)
    }

    /// What is wrong with links and photos: path of the entry, and a diagnostic about its text.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'a str, &'a str, Diagnostic)> {
        let mut faults = Vec::new();
        for leaf in self.all() {
            for (at, missing) in leaf.broken.iter() {
                let near = self.nursery.frame.links.nearest(missing);
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

    fn all(&self) -> impl Iterator<Item = &Leaf<'a>> {
        self.days.iter().chain(&self.pages)
    }
}

/// What entries see of each other: that of the last build, where nothing of it changed.
fn frame(seeds: &[Seed], outward: &[u64], input: &Input, memory: &Memory) -> Arc<Frame> {
    let hidden = input.journal.days.iter().chain(&input.journal.pages);
    let hidden = hidden.filter(|entry| entry.private && !input.include_private);
    let hidden: Vec<u64> = hidden.map(|entry| entry.fingerprint).collect();
    let promises: Vec<&str> =
        input.account.standings.iter().map(|one| one.commitment.path.as_str()).collect();
    let print = fingerprint(&(outward, hidden, input.files, promises));
    match &memory.frame {
        Some(known) if known.print == print => Arc::clone(known),
        _ => Arc::new(Frame::new(print, seeds, input)),
    }
}

/// The pages of a site, arranged and ready to be rendered one by one.
pub struct Site<'d> {
    input: &'d Input<'d>,
    draft: &'d Draft<'d>,
    /// Oldest first.
    years: Vec<Year<'d>>,
    /// Notes that define no commitment and are no review.
    plain: Vec<&'d Leaf<'d>>,
    reviews: Vec<&'d Leaf<'d>>,
    panels: Vec<Panel<'d>>,
    /// Tells how the commitments stand from how they could.
    panels_print: u64,
    reflections: Reflections<'d>,
    /// Entries by the address of a tag, the newest first.
    by_tag: Groups<'d>,
    /// Entries that link to an address.
    backlinks: Groups<'d>,
    /// Entries of a day of the year with entries in several years: `03-02`, the newest first.
    anniversaries: Groups<'d>,
    starred: Vec<&'d Card>,
    /// What every page knows, and what tells it from others.
    about: Value,
    about_print: u64,
    index: Index<'d>,
}

/// Entries by an address.
type Groups<'d> = HashMap<&'d str, Vec<&'d Leaf<'d>>, FixedState>;

impl<'d> Site<'d> {
    /// Arranges the pages.
    #[must_use]
    pub fn new(draft: &'d Draft<'d>) -> Self {
        let input = draft.nursery.input;
        let days = &draft.days;
        let firsts = days.chunk_by(|a, b| a.entry.date() == b.entry.date());
        let firsts =
            firsts.filter_map(|day| Some((day[0].entry.date()?, day[0].card.url.as_str())));
        let urls: BTreeMap<Date, &str> = firsts.collect();
        let (promises, pages): (Vec<&Leaf>, Vec<&Leaf>) =
            draft.pages.iter().partition(|leaf| input.standing(leaf.entry).is_some());
        let (reviews, plain): (Vec<&Leaf>, Vec<&Leaf>) =
            pages.into_iter().partition(|leaf| leaf.entry.kind == Kind::Review);
        let panel = |leaf: &&Leaf| {
            let html = draft.nursery.body(leaf);
            Some(Panel::new(input.standing(leaf.entry)?, leaf, html, &urls, &input.calendar))
        };
        let panels: Vec<Panel> = promises.par_iter().filter_map(panel).collect();
        let ((years, by_tag), (backlinks, (anniversaries, reflections))) = rayon::join(
            || (calendar::years(days, input.calendar.week_starts), by_tag(draft)),
            || (backlinks(draft), (anniversaries(days), Reflections::new(days))),
        );
        let starred: Vec<&Card> =
            days.iter().rev().map(|leaf| &*leaf.card).filter(|card| card.starred).collect();
        let about = About {
            title: &input.config.title,
            language: input.config.languages.first().map(String::as_str),
            has_pages: !plain.is_empty(),
            has_tags: !draft.nursery.frame.tags.is_empty(),
            has_commitments: !panels.is_empty(),
            has_starred: !starred.is_empty(),
            has_moods: days.iter().any(|leaf| leaf.card.mood.is_some()),
            has_feed: input.config.feed.is_on(),
        };
        Self {
            input,
            draft,
            years,
            plain,
            reviews,
            panels_print: fingerprint(&panels.iter().map(Panel::print).collect::<Vec<_>>()),
            panels,
            reflections,
            by_tag,
            backlinks,
            anniversaries,
            starred,
            about_print: fingerprint(&about),
            about: Value::from_serializable(&about),
            index: Index::new(draft),
        }
    }

    /// Files of the journal that the pages show or link to: path on the site, path in the journal.
    #[must_use]
    pub fn attachments(&self) -> BTreeMap<String, String> {
        let files = self.draft.all().flat_map(|leaf| &leaf.read.attachments);
        files.map(|file| (format!("files/{file}"), file.clone())).collect()
    }
}

fn by_tag<'d>(draft: &'d Draft) -> Groups<'d> {
    let mut by_tag = Groups::default();
    let newest_first = draft.days.iter().rev().chain(&draft.pages);
    for leaf in newest_first.filter(|leaf| !leaf.withheld) {
        for tag in &leaf.card.tags {
            by_tag.entry(&tag.url).or_default().push(leaf);
        }
    }
    by_tag
}

fn backlinks<'d>(draft: &'d Draft) -> Groups<'d> {
    let mut backlinks = Groups::default();
    for leaf in draft.all() {
        for url in leaf.read.pages.iter().filter(|url| **url != leaf.card.url) {
            backlinks.entry(url).or_default().push(leaf);
        }
    }
    backlinks
}

fn anniversaries<'d>(days: &'d [Leaf]) -> Groups<'d> {
    let mut by_day = Groups::default();
    for leaf in days.iter().rev() {
        if let Some(day) = leaf.card.date.get(5..) {
            by_day.entry(day).or_default().push(leaf);
        }
    }
    by_day.retain(|_, leaves| leaves.windows(2).any(|pair| pair[0].card.date != pair[1].card.date));
    by_day
}
