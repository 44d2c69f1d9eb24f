//! The sections that the person gathers, by theme and by month.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::address::{encoded, slug};
use super::entry_card::EntryCard;
use super::entry_page::EntryPage;
use crate::digest::InputHash;
use crate::text::regex;

/// A section of an entry.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Reflection<'a> {
    heading: &'a str,
    html: &'a str,
    entry: &'a EntryCard,
    #[serde(skip)]
    input_hash: InputHash,
}

/// Sections that share a page.
#[derive(Debug, Serialize)]
pub(super) struct ReflectionGroup<'a> {
    /// The heading, for a theme; else empty.
    pub(super) theme: &'a str,
    /// A day of the month, or the year.
    pub(super) period: String,
    pub(super) url: String,
    pub(super) count: usize,
    /// The newest first.
    #[serde(skip)]
    pub(super) reflections: Vec<Reflection<'a>>,
}

impl ReflectionGroup<'_> {
    /// Tells what its page shows from other things it could show.
    pub(super) fn input_hash(&self) -> InputHash {
        let hashes: Vec<InputHash> = self.reflections.iter().map(|one| one.input_hash).collect();
        InputHash::of(&(self.theme, &self.period, hashes))
    }
}

/// All sections, on their pages.
#[derive(Debug, Default)]
pub(super) struct Reflections<'a> {
    /// The newest first.
    pub(super) newest: Vec<Reflection<'a>>,
    /// A page for each month, the newest first.
    pub(super) months: Vec<ReflectionGroup<'a>>,
    /// A page for each theme and year, in the order of the themes, the newest year first.
    pub(super) themes: Vec<ReflectionGroup<'a>>,
}

/// What was said to somebody, or done for them, after a harm: a line `amends:: Tom, apologised`.
#[derive(Debug, Serialize)]
pub(super) struct Amends<'a> {
    text: String,
    entry: &'a EntryCard,
}

static AMENDS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?im)^[ \t]*(?:[-*+][ \t]+)?amends::[ \t]*(.*\S)"));

/// Every amends that was written down, the newest first.
pub(super) fn amends<'a>(days: &'a [EntryPage]) -> Vec<Amends<'a>> {
    let told = days.iter().rev().filter(|page| !page.withheld);
    let told = told.filter(|page| page.entry.source.contains("mends::"));
    told.flat_map(|page| {
        let text = page.shown_entry().visible(true).text;
        let found: Vec<String> =
            AMENDS.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        found.into_iter().map(|text| Amends { text, entry: &page.card })
    })
    .collect()
}

/// How many sections the first page shows.
const NEWEST: usize = 20;

impl<'a> Reflections<'a> {
    /// `days` are in order.
    pub(super) fn new(days: &'a [EntryPage]) -> Self {
        let mut months: BTreeMap<&str, Vec<Reflection>> = BTreeMap::new();
        let mut themes: BTreeMap<(&str, &str), Vec<Reflection>> = BTreeMap::new();
        let mut newest = Vec::new();
        for page in days.iter().rev() {
            for (heading, html) in &page.read.sections {
                let reflection =
                    Reflection { heading, html, entry: &page.card, input_hash: page.input_hash };
                let date = |length: usize| page.card.date.get(..length).unwrap_or_default();
                months.entry(date(7)).or_default().push(reflection);
                themes.entry((heading, date(4))).or_default().push(reflection);
                if newest.len() < NEWEST {
                    newest.push(reflection);
                }
            }
        }
        let group = |theme, period: String, name: &str, reflections: Vec<Reflection<'a>>| {
            let url = encoded(&format!("reflections/{name}.html"));
            ReflectionGroup { theme, period, url, count: reflections.len(), reflections }
        };
        let months = months
            .into_iter()
            .rev()
            .map(|(month, reflections)| group("", format!("{month}-01"), month, reflections));
        let months = months.collect();
        let mut themes: Vec<ReflectionGroup> = themes
            .into_iter()
            .map(|((theme, year), reflections)| {
                let name = format!("{}-in-{year}", slug(theme));
                group(theme, year.to_owned(), &name, reflections)
            })
            .collect();
        themes.sort_by(|a, b| (a.theme, &b.period).cmp(&(b.theme, &a.period)));
        Self { newest, months, themes }
    }
}
