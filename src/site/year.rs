//! A year looked back on: what was returned to and kept first, then how much was written.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::calendar::Year;
use super::chart::{self, Bar, Line};
use super::commitments::Panel;
use super::leaf::{Card, Counted, Leaf};
use crate::commitment::ledger::{Fate, Slot};
use crate::commitment::words;

/// How many tags and longest entries are named.
const MOST: usize = 5;

/// What the page of a year shows.
#[derive(Debug, Serialize)]
pub(super) struct Looking<'a> {
    pub(super) name: String,
    pub(super) url: String,
    /// Coming back after time away, the most often first.
    returns: Vec<Returns>,
    kept: Vec<Kept>,
    /// In date order.
    milestones: Vec<Reached>,
    entries: usize,
    days: usize,
    words: usize,
    /// Each month with entries.
    months: Vec<Month>,
    bars: Vec<Bar>,
    mood: Option<Mood>,
    /// The most frequent first.
    tags: Vec<Counted<'a>>,
    starred: Vec<&'a Card>,
    longest: Vec<&'a Card>,
}

#[derive(Debug, Serialize)]
struct Returns {
    title: String,
    url: String,
    count: usize,
    /// The longest time away, in days, and the day of the return.
    days: i64,
    date: String,
}

#[derive(Debug, Serialize)]
struct Reached {
    date: String,
    title: String,
    url: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Kept {
    title: String,
    url: String,
    done: usize,
    due: usize,
    partly: usize,
    unrecorded: usize,
}

/// The moods that were written down.
#[derive(Debug, Serialize)]
pub(super) struct Mood {
    line: Option<Line>,
    low: f64,
    high: f64,
    months: Vec<Mean>,
    /// Moods in words, the most frequent first.
    words: Vec<Counting>,
}

/// The moods of a month.
#[derive(Debug, Serialize)]
struct Mean {
    /// Its first day.
    date: String,
    value: f64,
    count: usize,
}

/// Something that is counted.
#[derive(Debug, Serialize)]
pub(super) struct Counting {
    pub(super) name: String,
    pub(super) count: usize,
}

impl Counting {
    /// The most frequent first.
    pub(super) fn all(counts: BTreeMap<String, usize>) -> Vec<Self> {
        let mut all: Vec<Self> =
            counts.into_iter().map(|(name, count)| Self { name, count }).collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        all
    }
}

/// How much was written in a month.
#[derive(Debug, Serialize)]
struct Month {
    /// Its first day.
    date: String,
    words: usize,
}

impl<'a> Looking<'a> {
    /// What there is to say about a year.
    pub(super) fn new(year: &Year<'a>, panels: &[&Panel]) -> Self {
        let days: Vec<&Leaf> = year.months.iter().flat_map(|month| month.entries).collect();
        let within = |date: Date| format!("{:04}", date.year()) == year.name;
        let mut kept = Vec::new();
        let (mut returns, mut milestones) = (Vec::new(), Vec::new());
        for panel in panels {
            let about = |date: Date, text: String| Reached {
                date: date.to_string(),
                title: panel.title.clone(),
                url: panel.url.clone(),
                text,
            };
            let slots = panel.standing.ledger.slots.iter().filter(|slot| within(slot.date));
            let count =
                |wanted: fn(&Slot) -> bool| slots.clone().filter(|slot| wanted(slot)).count();
            let due = count(Slot::is_due);
            if due > 0 {
                kept.push(Kept {
                    title: panel.title.clone(),
                    url: panel.url.clone(),
                    done: count(|slot| slot.fate == Fate::Kept),
                    due,
                    partly: count(|slot| matches!(slot.fate, Fate::Partly(_))),
                    unrecorded: count(|slot| slot.fate == Fate::Unrecorded),
                });
            }
            let metrics = &panel.standing.metrics;
            let back = || metrics.returns.each.iter().filter(|(date, _)| within(*date));
            if let Some((date, days)) = back().max_by_key(|(_, days)| *days) {
                returns.push(Returns {
                    title: panel.title.clone(),
                    url: panel.url.clone(),
                    count: back().count(),
                    days: *days,
                    date: date.to_string(),
                });
            }
            let reached = metrics.milestones.iter().filter(|one| within(one.date));
            milestones.extend(reached.map(|one| about(one.date, words::milestone(one))));
        }
        returns.sort_by(|a: &Returns, b| b.count.cmp(&a.count).then_with(|| a.title.cmp(&b.title)));
        milestones.sort_by(|a: &Reached, b| a.date.cmp(&b.date));
        let cards: Vec<&Card> = days.iter().map(|leaf| &*leaf.card).collect();
        let mut dates: Vec<&str> = cards.iter().map(|card| card.date.as_str()).collect();
        dates.dedup();
        let months = year.months.iter();
        let months: Vec<Month> =
            months.map(|month| Month { date: month.date.clone(), words: month.words() }).collect();
        let mut longest: Vec<&Card> = cards.clone();
        longest.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.date.cmp(&b.date)));
        longest.truncate(MOST);
        Self {
            name: year.name.clone(),
            url: address(year),
            returns,
            kept,
            milestones,
            entries: cards.len(),
            days: dates.len(),
            words: year.words,
            bars: chart::bars(&heights(&months)),
            months,
            mood: mood(&days),
            tags: tags(&cards),
            starred: cards.iter().filter(|card| card.starred).copied().collect(),
            longest,
        }
    }
}

/// Where the page of a year looked back on lies.
pub(super) fn address(year: &Year) -> String {
    format!("reviews/{}.html", year.name)
}

#[expect(clippy::cast_precision_loss, reason = "words of a month")]
fn heights(months: &[Month]) -> Vec<Vec<f64>> {
    months.iter().map(|month| vec![month.words as f64]).collect()
}

fn tags<'a>(cards: &[&'a Card]) -> Vec<Counted<'a>> {
    let mut counts: BTreeMap<&str, Counted> = BTreeMap::new();
    for tag in cards.iter().flat_map(|card| &card.tags) {
        let new = || Counted { name: &tag.name, url: &tag.url, count: 0 };
        counts.entry(&tag.url).or_insert_with(new).count += 1;
    }
    let mut tags: Vec<Counted> = counts.into_values().collect();
    tags.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(b.name)));
    tags.truncate(MOST);
    tags
}

/// The moods of some days; `None` when none is written down.
pub(super) fn mood(days: &[&Leaf]) -> Option<Mood> {
    let mut values: Vec<(Date, f64)> = Vec::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for leaf in days {
        let (Some(date), Some(mood)) = (leaf.entry.date(), &leaf.card.mood) else { continue };
        let first = mood.split(['/', ' ']).next().unwrap_or_default().replace(',', ".");
        match first.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => values.push((date, number)),
            None => *words.entry(mood.to_lowercase()).or_default() += 1,
        }
    }
    if values.is_empty() && words.is_empty() {
        return None;
    }
    let numbers = || values.iter().map(|(_, value)| *value);
    // Scales begin at 0 or 1 and end at 5, 10 or 100; else the numbers themselves are the scale.
    let most = numbers().fold(f64::NEG_INFINITY, f64::max);
    let least = numbers().fold(f64::INFINITY, f64::min);
    let high = [5.0, 10.0, 100.0].into_iter().find(|end| most <= *end).unwrap_or(most);
    let low = least.min(0.0);
    let words = Counting::all(words);
    Some(Mood { line: chart::line(&values, low, high), low, high, months: means(&values), words })
}

fn means(values: &[(Date, f64)]) -> Vec<Mean> {
    let mut months: BTreeMap<Date, (f64, u32)> = BTreeMap::new();
    for (date, value) in values {
        let month = months.entry(date.first_of_month()).or_default();
        month.0 += value;
        month.1 += 1;
    }
    let mean = |(date, (sum, count)): (Date, (f64, u32))| Mean {
        date: date.to_string(),
        value: (sum / f64::from(count) * 10.0).round() / 10.0,
        count: count as usize,
    };
    months.into_iter().map(mean).collect()
}
