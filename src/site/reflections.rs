//! The sections that the person gathers, by theme and by month.

use std::collections::BTreeMap;

use serde::Serialize;

use super::leaf::{Card, Leaf};
use super::links::{encoded, slug};
use crate::text::fingerprint;

/// A section of an entry.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Reflection<'a> {
    heading: &'a str,
    html: &'a str,
    entry: &'a Card,
    #[serde(skip)]
    print: u64,
}

/// Sections that share a page.
#[derive(Debug, Serialize)]
pub(super) struct Gathering<'a> {
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

impl Gathering<'_> {
    /// Tells what its page shows from other things it could show.
    pub(super) fn print(&self) -> u64 {
        let prints: Vec<u64> = self.reflections.iter().map(|one| one.print).collect();
        fingerprint(&(self.theme, &self.period, prints))
    }
}

/// All sections, on their pages.
#[derive(Debug, Default)]
pub(super) struct Reflections<'a> {
    /// The newest first.
    pub(super) newest: Vec<Reflection<'a>>,
    /// A page for each month, the newest first.
    pub(super) months: Vec<Gathering<'a>>,
    /// A page for each theme and year, in the order of the themes, the newest year first.
    pub(super) themes: Vec<Gathering<'a>>,
}

/// How many sections the first page shows.
const NEWEST: usize = 20;

impl<'a> Reflections<'a> {
    /// `days` are in order.
    pub(super) fn new(days: &'a [Leaf]) -> Self {
        let mut months: BTreeMap<&str, Vec<Reflection>> = BTreeMap::new();
        let mut themes: BTreeMap<(&str, &str), Vec<Reflection>> = BTreeMap::new();
        let mut newest = Vec::new();
        for leaf in days.iter().rev() {
            for (heading, html) in &leaf.read.sections {
                let reflection = Reflection { heading, html, entry: &leaf.card, print: leaf.print };
                let date = |length: usize| leaf.card.date.get(..length).unwrap_or_default();
                months.entry(date(7)).or_default().push(reflection);
                themes.entry((heading, date(4))).or_default().push(reflection);
                if newest.len() < NEWEST {
                    newest.push(reflection);
                }
            }
        }
        let gathering = |theme, period: String, name: &str, reflections: Vec<Reflection<'a>>| {
            let url = encoded(&format!("reflections/{name}.html"));
            Gathering { theme, period, url, count: reflections.len(), reflections }
        };
        let months = months
            .into_iter()
            .rev()
            .map(|(month, reflections)| gathering("", format!("{month}-01"), month, reflections));
        let months = months.collect();
        let mut themes: Vec<Gathering> = themes
            .into_iter()
            .map(|((theme, year), reflections)| {
                let name = format!("{}-in-{year}", slug(theme));
                gathering(theme, year.to_owned(), &name, reflections)
            })
            .collect();
        themes.sort_by(|a, b| (a.theme, &b.period).cmp(&(b.theme, &a.period)));
        Self { newest, months, themes }
    }
}
