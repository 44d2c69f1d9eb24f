//! What comes up: each category with two examples in the person's words, a small line on a scale
//! that all share, and the days.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::sample::{Marked, SelfTalkDay};
use super::trend::ENOUGH;
use crate::commitment::cadence::later;
use crate::diagnostic::Family;
use crate::site::buckets::Bucket;
use crate::site::chart::{FEWEST, SmallChart, float};
use crate::site::entry_card::EntryCard;
use crate::spoken::{capital, number, times};

/// How many categories, quotes and days are shown.
const CATEGORIES: usize = 8;
const QUOTES: usize = 2;
const DAYS: usize = 4;
/// Days of a half-year.
const HALF_YEAR: i64 = 182;

/// A category of what was marked.
#[derive(Debug, Serialize)]
pub(super) struct Category<'s> {
    title: &'s str,
    /// Where its rule is explained.
    rule: &'s str,
    quotes: Vec<&'s str>,
    chart: Option<SmallChart>,
    /// "14 times, three of them in the last half-year."
    sentence: String,
    question: Option<&'s str>,
    /// The newest days.
    days: Vec<&'s EntryCard>,
}

/// A marked place and its day.
type DatedMark<'s> = (Option<Date>, &'s Marked<'s>);

/// The categories by how much there is of each now, and what a point of their charts stands for.
pub(super) fn categories<'s>(
    days: &'s [SelfTalkDay<'s>],
    bucket: Bucket,
) -> (&'static str, Vec<Category<'s>>) {
    let mut by_category: BTreeMap<(Family, &str), Vec<DatedMark>> = BTreeMap::new();
    for day in days {
        for one in &day.marked {
            let Some(rule) = one.rule else { continue };
            let key = (one.family, rule.category.as_str());
            by_category.entry(key).or_default().push((day.date, one));
        }
    }
    let dated = || days.iter().filter_map(|day| Some((day.date?, day.words)));
    // Quarters, for months would be bare; of a short journal what its other charts have.
    let by_quarter = bucket == Bucket::Month && months(days) >= 2 * FEWEST;
    let first = |date: Date| if by_quarter { quarter(date) } else { bucket.first(date) };
    let mut words: BTreeMap<Date, usize> = BTreeMap::new();
    for (date, count) in dated() {
        *words.entry(first(date)).or_default() += count;
    }
    let rates = |places: &[(Option<Date>, &Marked)]| {
        words
            .iter()
            .map(|(start, words)| {
                let here = places
                    .iter()
                    .filter(|(date, _)| date.is_some_and(|date| first(date) == *start));
                (*start, float(here.count()) * 1000.0 / float((*words).max(1)))
            })
            .collect::<Vec<(Date, f64)>>()
    };
    let all: Vec<_> = by_category.into_values().map(|places| (rates(&places), places)).collect();
    let most =
        all.iter().flat_map(|(rates, _)| rates).map(|(_, rate)| *rate).fold(1.0, f64::max).ceil();
    let since = dated().map(|(date, _)| later(date, -HALF_YEAR)).max();
    let total: usize = all.iter().map(|(_, places)| places.len()).sum();
    let mut found: Vec<(usize, usize, Category)> = all
        .into_iter()
        .filter_map(|(rates, places)| {
            let recent =
                places.iter().filter(|(date, _)| since.is_some() && *date >= since).count();
            let chart =
                (words.len() >= FEWEST && total >= ENOUGH).then(|| SmallChart::new(&rates, most));
            let count = places.len();
            Some((
                recent,
                count,
                category(&places, recent, chart.flatten(), since.is_some() && by_quarter)?,
            ))
        })
        .collect();
    found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.title.cmp(b.2.title)));
    let found = found.into_iter().take(CATEGORIES).map(|(_, _, category)| category);
    (if by_quarter { "quarter" } else { bucket.name() }, found.collect())
}

fn months(days: &[SelfTalkDay]) -> usize {
    let mut months: Vec<Date> =
        days.iter().filter_map(|day| day.date).map(Date::first_of_month).collect();
    months.dedup();
    months.len()
}

/// The first day of a quarter.
fn quarter(date: Date) -> Date {
    Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).unwrap_or(date)
}

fn category<'s>(
    places: &[(Option<Date>, &'s Marked<'s>)],
    recent: usize,
    chart: Option<SmallChart>,
    long: bool,
) -> Option<Category<'s>> {
    // A category of several rules has the name of the one that is met most often.
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in places.iter().filter_map(|(_, one)| one.rule) {
        *by_rule.entry(rule.anchor.as_str()).or_default() += 1;
    }
    let (named, _) =
        by_rule.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)))?;
    let rule = places.iter().filter_map(|(_, one)| one.rule).find(|rule| rule.anchor == named)?;
    let mut quotes: Vec<&str> = Vec::new();
    for (_, one) in places.iter().rev() {
        let new = !quotes.iter().any(|quote| quote.eq_ignore_ascii_case(&one.words));
        if new && quotes.len() < QUOTES {
            quotes.push(&one.words);
        }
    }
    let mut days: Vec<&EntryCard> = Vec::new();
    for (date, one) in places.iter().rev() {
        if date.is_some() && !days.iter().any(|day| day.url == one.entry.url) && days.len() < DAYS {
            days.push(one.entry);
        }
    }
    let count = capital(&times(places.len()));
    let sentence = match (long, recent) {
        (false, _) => format!("{count}."),
        (true, 0) => format!("{count}, and not in the last half-year."),
        (true, recent) if recent == places.len() => format!("{count}, all in the last half-year."),
        (true, recent) => {
            format!("{count}, {} of them in the last half-year.", number(recent))
        }
    };
    Some(Category {
        title: &rule.title,
        rule: &rule.anchor,
        quotes,
        chart,
        sentence,
        question: rule.question.as_deref(),
        days,
    })
}
