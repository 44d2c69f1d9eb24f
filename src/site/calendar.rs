//! Entries by year and month, with a calendar whose dots grow with the words of a day.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::leaf::{Card, Leaf};
use crate::commitment::cadence::later;

/// Sizes of a dot, without none.
const SIZES: usize = 4;

/// A year with entries.
#[derive(Debug, Serialize)]
pub(super) struct Year<'a> {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) words: usize,
    pub(super) entries: usize,
    /// Those with entries, in order.
    pub(super) months: Vec<Month<'a>>,
}

/// A year in a list of years.
#[derive(Debug, Serialize)]
pub(super) struct Brief<'a> {
    name: &'a str,
    url: &'a str,
    words: usize,
    entries: usize,
    months: Vec<Named<'a>>,
}

/// A month or a year, for links.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Named<'a> {
    /// The first day of a month; the name of a year.
    pub(super) name: &'a str,
    pub(super) url: &'a str,
}

impl Year<'_> {
    pub(super) fn brief(&self) -> Brief<'_> {
        let months = self.months.iter().map(|month| Named { name: &month.date, url: &month.url });
        Brief {
            name: &self.name,
            url: &self.url,
            words: self.words,
            entries: self.entries,
            months: months.collect(),
        }
    }
}

/// A month with entries.
#[derive(Debug, Serialize)]
pub(super) struct Month<'a> {
    /// Its first day.
    pub(super) date: String,
    pub(super) url: String,
    words: usize,
    entries: Vec<&'a Card>,
    /// Names of the days of the week, as this journal begins it.
    weekdays: Vec<&'static str>,
    /// Rows of seven, with gaps before the first and after the last day.
    weeks: Vec<Vec<Option<Day>>>,
}

/// A day of a calendar.
#[derive(Debug, Clone, Serialize)]
struct Day {
    number: i8,
    /// From 0, no entry, to 4, one of the longest.
    size: usize,
    /// "2 March 2026: 2 entries, 640 words".
    label: String,
    /// The first entry of the day.
    url: Option<String>,
}

impl Month<'_> {
    pub(super) const fn words(&self) -> usize {
        self.words
    }
}

/// The years, oldest first. `days` are in order.
pub(super) fn years<'a>(days: &'a [Leaf], week_starts: Weekday) -> Vec<Year<'a>> {
    let mut by_day: BTreeMap<Date, Vec<&Card>> = BTreeMap::new();
    for leaf in days {
        if let Some(date) = leaf.entry.date() {
            by_day.entry(date).or_default().push(&leaf.card);
        }
    }
    let steps = steps(by_day.values().map(|cards| words(cards)).collect());
    let mut years: Vec<Year> = Vec::new();
    let mut firsts: Vec<Date> = by_day.keys().map(|date| date.first_of_month()).collect();
    firsts.dedup();
    for first in firsts {
        let name = format!("{:04}", first.year());
        if years.last().is_none_or(|year| year.name != name) {
            let url = format!("years/{name}.html");
            years.push(Year { name, url, words: 0, entries: 0, months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        let last = first.last_of_month();
        let entries: Vec<&Card> =
            by_day.range(first..=last).flat_map(|(_, cards)| cards.iter().copied()).collect();
        year.words += words(&entries);
        year.entries += entries.len();
        year.months.push(Month {
            date: first.to_string(),
            url: format!("months/{}.html", first.strftime("%Y-%m")),
            words: words(&entries),
            entries,
            weekdays: weekdays(week_starts),
            weeks: weeks(first, week_starts, &by_day, &steps),
        });
    }
    years
}

fn words(cards: &[&Card]) -> usize {
    cards.iter().map(|card| card.words).sum()
}

/// The word counts at which the next size of dot begins: quarters of this journal's days.
fn steps(mut counts: Vec<usize>) -> Vec<usize> {
    counts.sort_unstable();
    let at = |quarter: usize| counts.get(counts.len() * quarter / SIZES).copied();
    (1..SIZES).filter_map(at).collect()
}

fn weekdays(week_starts: Weekday) -> Vec<&'static str> {
    let name = |day: i8| match week_starts.wrapping_add(day) {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    };
    (0..7).map(name).collect()
}

fn weeks(
    first: Date,
    week_starts: Weekday,
    by_day: &BTreeMap<Date, Vec<&Card>>,
    steps: &[usize],
) -> Vec<Vec<Option<Day>>> {
    let gap = usize::try_from(week_starts.until(first.weekday())).unwrap_or(0);
    let mut cells: Vec<Option<Day>> = vec![None; gap];
    for offset in 0..i64::from(first.days_in_month()) {
        let date = later(first, offset);
        let cards = by_day.get(&date).map(Vec::as_slice).unwrap_or_default();
        cells.push(Some(day(date, cards, steps)));
    }
    cells.resize(cells.len().next_multiple_of(7), None);
    cells.chunks(7).map(<[Option<Day>]>::to_vec).collect()
}

fn day(date: Date, cards: &[&Card], steps: &[usize]) -> Day {
    let words = words(cards);
    let named = date.strftime("%-d %B %Y");
    let size = 1 + steps.iter().filter(|step| words >= **step).count();
    let label = match cards.len() {
        0 => named.to_string(),
        1 => format!("{named}: {words} words"),
        many => format!("{named}: {many} entries, {words} words"),
    };
    Day {
        number: date.day(),
        size: if cards.is_empty() { 0 } else { size },
        label,
        url: cards.first().map(|card| card.url.clone()),
    }
}
