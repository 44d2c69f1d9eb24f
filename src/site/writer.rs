//! Fills the templates of every kind of page.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use tera::Context;

use super::commitments::Panel;
use super::links::decoded;
use super::theme::Fault;
use super::{Card, Input, Leaf, Reflection, Tag, Year};

/// How many entries the home page shows.
const RECENT: usize = 8;
/// How many entries of earlier years the home page shows.
const ON_THIS_DAY: usize = 5;

/// Fills templates.
pub(super) struct Writer<'a> {
    input: &'a Input<'a>,
    tags: Vec<&'a Tag>,
    panels: &'a [Panel],
    /// What every page knows.
    shared: Context,
}

pub(super) type Files = BTreeMap<String, Vec<u8>>;

impl<'a> Writer<'a> {
    pub(super) fn new(
        input: &'a Input<'a>,
        tags: &'a BTreeMap<String, Tag>,
        has_pages: bool,
        panels: &'a [Panel],
    ) -> Self {
        let mut shared = Context::new();
        shared.insert(
            "site",
            &serde_json::json!({
                "title": input.config.title,
                "language": input.config.languages.first(),
                "has_pages": has_pages,
                "has_tags": !tags.is_empty(),
                "has_commitments": !panels.is_empty(),
            }),
        );
        Self { input, tags: tags.values().collect(), panels, shared }
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

    pub(super) fn entries(&self, leaves: &[&Leaf]) -> Result<Files, Box<Fault>> {
        let indices: Vec<usize> = (0..leaves.len()).collect();
        let pages: Result<Vec<(String, Vec<u8>)>, Box<Fault>> = indices
            .par_iter()
            .map(|index| {
                let leaf = leaves[*index];
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

    fn listed(&self) -> impl Iterator<Item = &'a Panel> {
        self.panels.iter().filter(|panel| panel.listed)
    }

    /// A page for each commitment, and one for all.
    pub(super) fn commitments(&self, files: &mut Files) -> Result<(), Box<Fault>> {
        if self.panels.is_empty() {
            return Ok(());
        }
        for panel in self.panels {
            let path = decoded(&panel.url);
            let page =
                self.page("commitment.html", &path, &panel.title, with("commitment", panel))?;
            files.insert(path, page);
        }
        let listed: Vec<&Panel> = self.listed().collect();
        let path = "commitments/index.html";
        let page =
            self.page("commitments.html", path, "Commitments", with("commitments", &listed))?;
        files.insert(path.to_owned(), page);
        Ok(())
    }

    pub(super) fn lists(
        &self,
        days: &[Leaf],
        pages: &[&Leaf],
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
            let cards: Vec<&Card> = days
                .iter()
                .rev()
                .chain(pages.iter().copied())
                .filter(carries)
                .map(|leaf| &leaf.card)
                .collect();
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
        let today = self.input.calendar.today;
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
        let open: Vec<&Panel> = self.listed().filter(|panel| panel.open).collect();
        context.insert("open", &open);
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
