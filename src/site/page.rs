//! Every kind of page: where it lies, and how it is made.

mod filling;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Value};

use self::filling::Filling;
use super::leaf::Leaf;
use super::theme::Fault;
use super::{Site, decoded, feed, year};
use crate::text::fingerprint;

/// A page of the site, or another file that is made for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it lies on the site.
    pub path: String,
    kind: Kind,
}

impl Page {
    /// Whether a template fills the page.
    #[must_use]
    pub const fn is_templated(&self) -> bool {
        !matches!(self.kind, Kind::Index | Kind::Words(_) | Kind::Feed | Kind::Static(_))
    }
}

/// What a page shows; numbers are places in the site's own lists.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Today,
    Years,
    Year(usize),
    Month(usize, usize),
    Entry(usize),
    /// Of all undated entries.
    Note(usize),
    Notes,
    Commitments,
    Commitment(usize),
    Reflections,
    ReflectionsOfMonth(usize),
    ReflectionsOfTheme(usize),
    SelfTalk,
    Reviews,
    Looking(usize),
    Tags,
    Tag(String),
    OnThisDay,
    Anniversary(String),
    Starred,
    Mood,
    Rules,
    Search,
    /// The index, as a script.
    Index,
    /// A part of the words that the search shows, as a script.
    Words(usize),
    Feed,
    /// A file of the theme.
    Static(String),
}

impl Site<'_> {
    /// Every page, those that take longest first.
    #[must_use]
    pub fn pages(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        let mut add = |path: &str, kind| pages.push(Page { path: decoded(path), kind });
        add("search/index.js", Kind::Index);
        for part in 0..self.index.parts() {
            add(&format!("search/words-{part}.js"), Kind::Words(part));
        }
        add("search/index.html", Kind::Search);
        add("index.html", Kind::Today);
        add("entries/index.html", Kind::Years);
        for (index, year) in self.years.iter().enumerate() {
            add(&year.url, Kind::Year(index));
            for (month, of) in year.months.iter().enumerate() {
                add(&of.url, Kind::Month(index, month));
            }
        }
        for (index, year) in self.years.iter().enumerate() {
            add(&year::address(year), Kind::Looking(index));
        }
        add("reviews/index.html", Kind::Reviews);
        if !self.plain.is_empty() {
            add("pages/index.html", Kind::Notes);
        }
        if !self.panels.is_empty() {
            add("commitments/index.html", Kind::Commitments);
        }
        for (index, panel) in self.panels.iter().enumerate() {
            add(&panel.url, Kind::Commitment(index));
        }
        add("reflections/index.html", Kind::Reflections);
        for (index, gathering) in self.reflections.months.iter().enumerate() {
            add(&gathering.url, Kind::ReflectionsOfMonth(index));
        }
        for (index, gathering) in self.reflections.themes.iter().enumerate() {
            add(&gathering.url, Kind::ReflectionsOfTheme(index));
        }
        add("self-talk/index.html", Kind::SelfTalk);
        add("rules/index.html", Kind::Rules);
        add("tags/index.html", Kind::Tags);
        for (name, tag) in &self.draft.nursery.frame.tags {
            add(&tag.url, Kind::Tag(name.clone()));
        }
        add("days/index.html", Kind::OnThisDay);
        for (day, _) in self.days_of_years() {
            add(&format!("days/{day}.html"), Kind::Anniversary((*day).to_owned()));
        }
        if !self.starred.is_empty() {
            add("starred/index.html", Kind::Starred);
        }
        if self.draft.days.iter().any(|leaf| leaf.card.mood.is_some()) {
            add("mood/index.html", Kind::Mood);
        }
        if self.input.config.feed.is_on() {
            add("feed.xml", Kind::Feed);
        }
        for (name, _) in self.input.theme.statics() {
            add(&format!("static/{name}"), Kind::Static(name.clone()));
        }
        for (index, leaf) in self.draft.days.iter().enumerate() {
            add(&leaf.card.url, Kind::Entry(index));
        }
        for (index, leaf) in self.draft.pages.iter().enumerate() {
            if self.input.standing(leaf.entry).is_none() {
                add(&leaf.card.url, Kind::Note(index));
            }
        }
        pages
    }

    /// Days of the year with entries in several years, in order.
    pub(super) fn days_of_years(&self) -> Vec<(&str, &[&Leaf<'_>])> {
        let days = self.anniversaries.iter();
        let mut days: Vec<_> = days.map(|(day, leaves)| (*day, leaves.as_slice())).collect();
        days.sort_unstable_by_key(|(day, _)| *day);
        days
    }

    /// The bytes of a page.
    ///
    /// # Errors
    /// A template of the theme does not work.
    pub fn render(&self, page: &Page) -> Result<Vec<u8>, Box<Fault>> {
        Ok(match &page.kind {
            Kind::Index => self.index.script().into_bytes(),
            Kind::Words(part) => self.index.words(*part).into_bytes(),
            Kind::Feed => feed::feed(self.input, &self.draft.days).into_bytes(),
            Kind::Static(name) => {
                let mut statics = self.input.theme.statics();
                statics.find(|(known, _)| *known == name).map_or_else(Vec::new, |(_, b)| b.clone())
            }
            _ => {
                let filling = self.filling(page);
                let template = filling.template;
                let mut context = Context::new();
                for (name, value) in self.values(page, filling) {
                    context.insert_value(name, value);
                }
                self.input.theme.render(template, &context)?.into_bytes()
            }
        })
    }

    /// A number that tells what a page is made of from all else: with the same rules, theme, config
    /// and day the same number means the same bytes. `None` for a page that is made of so much that
    /// making it is as quick as telling.
    #[must_use]
    pub fn print(&self, page: &Page) -> Option<u64> {
        let of = |leaves: &mut dyn Iterator<Item = &Leaf>| -> Vec<u64> {
            leaves.map(|leaf| leaf.print).collect()
        };
        let days = &self.draft.days;
        let near = |index: Option<usize>| index.and_then(|i| days.get(i)).map(|leaf| leaf.print);
        let backlinks = |leaf: &Leaf| {
            let url = leaf.card.url.as_str();
            of(&mut self.backlinks.get(url).into_iter().flatten().copied())
        };
        let made_of = match &page.kind {
            Kind::Entry(index) => {
                let leaf = &days[*index];
                let day = leaf.card.date.get(5..).unwrap_or_default();
                let beside = (near(index.checked_sub(1)), near(Some(index + 1)));
                let anniversary = self.anniversaries.contains_key(day);
                fingerprint(&(leaf.print, beside, anniversary, backlinks(leaf)))
            }
            Kind::Note(index) => {
                let leaf = &self.draft.pages[*index];
                fingerprint(&(leaf.print, backlinks(leaf)))
            }
            Kind::Year(index) => {
                let months = self.years[*index].months.iter();
                fingerprint(&months.map(super::calendar::Month::print).collect::<Vec<_>>())
            }
            Kind::Month(year, month) => {
                let (before, after) = self.months_beside(*year, *month);
                let names = (before.map(|month| &month.date), after.map(|month| &month.date));
                fingerprint(&(self.years[*year].months[*month].print(), names))
            }
            Kind::ReflectionsOfMonth(index) => self.reflections.months[*index].print(),
            Kind::ReflectionsOfTheme(index) => self.reflections.themes[*index].print(),
            Kind::Tag(name) => {
                let tag = &self.draft.nursery.frame.tags[name];
                let leaves = self.by_tag.get(tag.url.as_str()).into_iter().flatten();
                fingerprint(&(tag, of(&mut leaves.copied())))
            }
            Kind::Anniversary(day) => {
                let leaves = self.anniversaries.get(day.as_str()).into_iter().flatten();
                fingerprint(&of(&mut leaves.copied()))
            }
            Kind::Looking(index) => {
                let months = self.years[*index].months.iter();
                let months: Vec<u64> = months.map(super::calendar::Month::print).collect();
                fingerprint(&(months, self.panels_print))
            }
            Kind::Mood => {
                let moods = days.iter().map(|leaf| (&leaf.card.date, &leaf.card.mood));
                fingerprint(&moods.filter(|(_, mood)| mood.is_some()).collect::<Vec<_>>())
            }
            Kind::OnThisDay => {
                let today = self.input.calendar.today.strftime("-%m-%d").to_string();
                let mut same = days.iter().filter(|leaf| leaf.card.date.ends_with(&today));
                let counts = self.days_of_years().into_iter();
                let counts = counts.map(|(day, leaves)| (day, leaves.len()));
                fingerprint(&(of(&mut same), counts.collect::<Vec<_>>()))
            }
            Kind::Words(part) => self.index.print(*part),
            Kind::Rules | Kind::Search | Kind::Static(_) => 0,
            _ => return None,
        };
        Some(fingerprint(&(made_of, self.about_print)))
    }

    /// Whether a page is made of the whole journal and can wait until the pen rests: what the
    /// search needs, which is of no use one without the other, and the counts of self-talk.
    #[must_use]
    pub const fn can_wait(page: &Page) -> bool {
        matches!(page.kind, Kind::Index | Kind::Words(_) | Kind::SelfTalk)
    }

    /// What the template of a page is given; `None` for a file that no template fills.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn context(&self, page: &Page) -> Result<Option<serde_json::Value>, serde_json::Error> {
        if !page.is_templated() {
            return Ok(None);
        }
        let filling = self.filling(page);
        let template = Value::from_serializable(filling.template);
        let mut values = self.values(page, filling);
        values.insert("template", template);
        serde_json::to_value(values).map(Some)
    }

    /// What every page knows, and what this one is given.
    fn values(&self, page: &Page, filling: Filling) -> BTreeMap<&'static str, Value> {
        let mut values = filling.values;
        let root = "../".repeat(page.path.matches('/').count());
        values.insert("site", self.about.clone());
        values.insert("title", Value::from_serializable(&filling.title));
        values.insert("path", Value::from_serializable(&page.path));
        values.insert("root", Value::from_serializable(&root));
        values
    }
}

/// What every page knows about the site.
#[derive(Debug, Hash, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "templates ask for each by name")]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) language: Option<&'a str>,
    pub(super) has_pages: bool,
    pub(super) has_tags: bool,
    pub(super) has_commitments: bool,
    pub(super) has_starred: bool,
    pub(super) has_moods: bool,
    pub(super) has_feed: bool,
}
