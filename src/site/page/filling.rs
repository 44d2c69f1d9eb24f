//! What the template of each kind of page is given.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::{Kind, Page};
use crate::site::Site;
use crate::site::calendar::{Brief, Month, Named, Year};
use crate::site::commitments::Panel;
use crate::site::leaf::{Card, Counted, Leaf};
use crate::site::self_talk::SelfTalk;
use crate::site::year::{self, Looking};

/// How many entries the first page shows beside the newest.
const RECENT: usize = 5;
/// How many of the newest months the page of all entries shows as calendars.
const MONTHS: usize = 4;
/// How many entries of a tag are shown with their first words.
const CARDS: usize = 30;

/// A template and what it is given.
pub(super) struct Filling {
    pub(super) template: &'static str,
    pub(super) title: String,
    pub(super) values: BTreeMap<&'static str, Value>,
}

impl Filling {
    fn new(template: &'static str, title: impl Into<String>) -> Self {
        Self { template, title: title.into(), values: BTreeMap::new() }
    }

    fn with<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.values.insert(name, Value::from_serializable(value));
        self
    }
}

impl Site<'_> {
    pub(super) fn filling(&self, page: &Page) -> Filling {
        match &page.kind {
            Kind::Today => self.today(),
            Kind::Years => {
                let months = self.years.iter().rev().flat_map(|year| year.months.iter().rev());
                Filling::new("entries.html", "Entries")
                    .with("years", &self.briefs())
                    .with("calendars", &months.take(MONTHS).collect::<Vec<_>>())
            }
            Kind::Year(index) => {
                let year = &self.years[*index];
                Filling::new("year.html", &year.name).with("year", year)
            }
            Kind::Month(year, month) => self.month(*year, *month),
            Kind::Entry(index) => self.entry(*index),
            Kind::Note(index) => self.leaf(&self.draft.pages[*index]),
            Kind::Notes => Filling::new("pages.html", "Pages").with("pages", &cards(&self.plain)),
            Kind::Commitments => Filling::new("commitments.html", "Commitments")
                .with("commitments", &self.listed().collect::<Vec<_>>()),
            Kind::Commitment(index) => {
                let panel = &self.panels[*index];
                Filling::new("commitment.html", &panel.title)
                    .with("commitment", panel)
                    .with("backlinks", &self.backlinks_of(&panel.url))
            }
            Kind::Reflections => Filling::new("reflections.html", "Reflections")
                .with("reflections", &self.reflections.newest)
                .with("months", &self.reflections.months)
                .with("themes", &self.reflections.themes),
            Kind::ReflectionsOfMonth(index) => {
                let gathering = &self.reflections.months[*index];
                Filling::new("gathering.html", "Reflections")
                    .with("gathering", gathering)
                    .with("reflections", &gathering.reflections)
            }
            Kind::ReflectionsOfTheme(index) => {
                let gathering = &self.reflections.themes[*index];
                Filling::new("gathering.html", format!("{}, {}", gathering.theme, gathering.period))
                    .with("gathering", gathering)
                    .with("reflections", &gathering.reflections)
            }
            Kind::SelfTalk => {
                let leaves: Vec<&Leaf> = self.draft.all().collect();
                Filling::new("self-talk.html", "Self-talk")
                    .with("self_talk", &SelfTalk::new(&leaves, self.input))
            }
            Kind::Reviews => {
                let years: Vec<(&str, String)> =
                    self.years.iter().rev().map(|one| (&*one.name, year::address(one))).collect();
                let years = years.iter().map(|(name, url)| Named { name, url });
                Filling::new("reviews.html", "Reviews")
                    .with("reviews", &cards(&self.reviews))
                    .with("years", &years.collect::<Vec<_>>())
            }
            Kind::Looking(index) => {
                let year = Looking::new(&self.years[*index], &self.listed().collect::<Vec<_>>());
                Filling::new("looking-back.html", format!("Looking back on {}", year.name))
                    .with("year", &year)
            }
            Kind::Tags => self.tags(),
            Kind::Tag(name) => {
                let tag = &self.draft.nursery.frame.tags[name];
                let leaves = self.by_tag.get(tag.url.as_str());
                let leaves = leaves.map(Vec::as_slice).unwrap_or_default();
                let (newest, older) = leaves.split_at(leaves.len().min(CARDS));
                Filling::new("tag.html", format!("#{}", tag.name))
                    .with("tag", tag)
                    .with("entries", &cards(newest))
                    .with("older", &older.iter().map(|leaf| leaf.card.line()).collect::<Vec<_>>())
            }
            Kind::OnThisDay => self.on_this_day(),
            Kind::Anniversary(day) => Filling::new("day.html", "On this day")
                .with("entries", &self.anniversaries.get(day.as_str()).map(|all| cards(all))),
            Kind::Starred => Filling::new("starred.html", "Starred").with("entries", &self.starred),
            Kind::Mood => {
                let days: Vec<&Leaf> = self.draft.days.iter().collect();
                Filling::new("mood.html", "Mood").with("mood", &year::mood(&days))
            }
            Kind::Rules => Filling::new("rules.html", "What is noticed, and why")
                .with("rules", self.input.rules),
            Kind::Search => Filling::new("search.html", "Search"),
            Kind::Index | Kind::Words(_) | Kind::Feed | Kind::Static(_) => Filling::new("", ""),
        }
    }

    fn listed(&self) -> impl Iterator<Item = &Panel<'_>> {
        self.panels.iter().filter(|panel| panel.listed)
    }

    /// The years, the newest first, without their entries.
    fn briefs(&self) -> Vec<Brief<'_>> {
        self.years.iter().rev().map(Year::brief).collect()
    }

    fn backlinks_of(&self, url: &str) -> Vec<&Card> {
        self.backlinks.get(url).map(|leaves| cards(leaves)).unwrap_or_default()
    }

    fn today(&self) -> Filling {
        let today = self.input.calendar.today;
        let days = &self.draft.days;
        let mut newest = days.iter().rev().map(|leaf| &*leaf.card);
        let open: Vec<&Panel> = self.listed().filter(|panel| panel.open).collect();
        let day = today.strftime("%m-%d").to_string();
        let before = |card: &&&Card| card.date < today.to_string();
        let earlier: Vec<&Card> = self
            .anniversaries
            .get(day.as_str())
            .map(|all| cards(all).into_iter().filter(|card| before(&card)).collect())
            .unwrap_or_default();
        Filling::new("index.html", &self.input.config.title)
            .with("today", &today.to_string())
            .with("open", &open)
            .with("newest", &newest.next())
            .with("recent", &newest.take(RECENT).collect::<Vec<_>>())
            .with("on_this_day", &earlier)
            .with("question", &self.input.question)
            .with("years", &self.briefs())
            .with("first", &days.first().map(|leaf| &*leaf.card.date))
            .with("words", &self.years.iter().map(|year| year.words).sum::<usize>())
            .with("entries", &days.len())
    }

    /// The months with entries before and after one.
    pub(super) fn months_beside(
        &self,
        year: usize,
        month: usize,
    ) -> (Option<&Month<'_>>, Option<&Month<'_>>) {
        let months = &self.years[year].months;
        let before = month.checked_sub(1).map(|index| &months[index]);
        let earlier = || self.years[..year].last().and_then(|year| year.months.last());
        let later = || self.years.get(year + 1).and_then(|year| year.months.first());
        (before.or_else(earlier), months.get(month + 1).or_else(later))
    }

    fn month(&self, year: usize, month: usize) -> Filling {
        let (before, after) = self.months_beside(year, month);
        let named = |month: Option<&'_ Month<'_>>| {
            month.map(|month| (month.date.clone(), month.url.clone()))
        };
        let (before, after) = (named(before), named(after));
        let link = |one: &'_ Option<(String, String)>| {
            one.as_ref().map(|(name, url)| Value::from_serializable(&Named { name, url }))
        };
        let of = &self.years[year];
        let of = Named { name: &of.name, url: &of.url };
        let month = &self.years[year].months[month];
        let title = month.date.parse::<Date>();
        let title = title.map_or_else(|_| String::new(), |date| date.strftime("%B %Y").to_string());
        Filling::new("month.html", title)
            .with("month", month)
            .with("year", &of)
            .with("previous", &link(&before))
            .with("next", &link(&after))
    }

    fn leaf(&self, leaf: &Leaf) -> Filling {
        Filling::new("entry.html", &*leaf.title)
            .with("entry", &*leaf.card)
            .with("html", &self.draft.nursery.body(leaf))
            .with("tags", &leaf.tags())
            .with("mood", &leaf.face().front.text("mood"))
            .with("fields", &leaf.fields())
            .with("backlinks", &self.backlinks_of(&leaf.card.url))
            .with("previous", &None::<&Card>)
            .with("next", &None::<&Card>)
            .with("anniversary", &None::<String>)
    }

    fn entry(&self, index: usize) -> Filling {
        let days = &self.draft.days;
        let leaf = &days[index];
        let beside = |index: Option<usize>| {
            index.and_then(|index| days.get(index)).map(|leaf| leaf.card.line())
        };
        let day = leaf.card.date.get(5..).unwrap_or_default();
        let anniversary = self.anniversaries.contains_key(day).then(|| format!("days/{day}.html"));
        self.leaf(leaf)
            .with("previous", &beside(index.checked_sub(1)))
            .with("next", &beside(Some(index + 1)))
            .with("anniversary", &anniversary)
    }

    fn tags(&self) -> Filling {
        let tags = self.draft.nursery.frame.tags.values();
        let count = |url: &str| self.by_tag.get(url).map_or(0, Vec::len);
        let tags: Vec<Counted> = tags
            .map(|tag| Counted { name: &tag.name, url: &tag.url, count: count(&tag.url) })
            .collect();
        Filling::new("tags.html", "Tags").with("tags", &tags)
    }

    fn on_this_day(&self) -> Filling {
        let today = self.input.calendar.today;
        let day = today.strftime("%m-%d").to_string();
        let same: Vec<&Card> = self
            .draft
            .days
            .iter()
            .rev()
            .map(|leaf| &*leaf.card)
            .filter(|card| card.date.get(5..) == Some(day.as_str()))
            .collect();
        // A day of the year, in a year that has all of them.
        let days = self.days_of_years().into_iter();
        let days = days
            .map(|(day, cards)| (format!("2024-{day}"), format!("days/{day}.html"), cards.len()));
        let days: Vec<(String, String, usize)> = days.collect();
        let days: Vec<Counted> =
            days.iter().map(|(name, url, count)| Counted { name, url, count: *count }).collect();
        Filling::new("on-this-day.html", "On this day")
            .with("today", &today.to_string())
            .with("entries", &same)
            .with("days", &days)
    }
}

fn cards<'a>(leaves: &[&'a Leaf]) -> Vec<&'a Card> {
    leaves.iter().map(|leaf| &*leaf.card).collect()
}
