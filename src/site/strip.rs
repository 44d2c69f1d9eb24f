//! A year as a strip of weeks, month by month: how many days of each week have something written.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::address::month_page;
use super::calendar::CalendarYear;
use crate::commitment::cadence::{DateRange, Period, later, period_of};
use crate::spoken::{grouped, number as number_of};

/// The weeks of a year.
#[derive(Debug, Serialize)]
pub(super) struct WeekStrip {
    name: String,
    url: String,
    months: Vec<StripMonth>,
    /// Days with something written.
    days: usize,
    words: usize,
    /// How many days the fullest week has, in words.
    most: String,
}

/// The weeks of a month, which is what a finger can reach.
#[derive(Debug, Serialize)]
struct StripMonth {
    /// "Mar".
    name: String,
    /// Its page; none for a quiet month.
    url: Option<String>,
    /// "March: 18 days written, 2,140 words".
    label: String,
    weeks: Vec<StripWeek>,
}

#[derive(Debug, Serialize)]
struct StripWeek {
    /// Days with something written, from 0 to 7.
    days: usize,
    /// Whether it is the week of today.
    now: bool,
}

impl WeekStrip {
    /// The weeks of `year`, cut at its ends; each stands in the month in which it begins.
    pub(super) fn new(year: &CalendarYear, week_starts: Weekday, today: Date) -> Self {
        let mut written: BTreeMap<Date, usize> = BTreeMap::new();
        for page in year.months.iter().flat_map(|month| month.entries) {
            if let Some(date) = page.entry.date() {
                *written.entry(date).or_default() += page.card.words;
            }
        }
        let number: i16 = year.name.parse().unwrap_or_default();
        let firsts = (1..=12).filter_map(|month| Date::new(number, month, 1).ok());
        let mut months: Vec<StripMonth> = firsts.map(|first| month(first, &written)).collect();
        let ends = Date::new(number, 1, 1).ok().zip(Date::new(number, 12, 31).ok());
        if let Some((mut first, end)) = ends {
            while first <= end {
                let last = period_of(first, Period::Week, week_starts).last.min(end);
                let at = usize::try_from(first.month() - 1).unwrap_or(0);
                let week = StripWeek {
                    days: written.range(first..=last).count(),
                    now: DateRange::new(first, last).contains(today),
                };
                if let Some(month) = months.get_mut(at) {
                    month.weeks.push(week);
                }
                first = later(last, 1);
            }
        }
        let weeks = months.iter().flat_map(|month| &month.weeks);
        let most = number_of(weeks.map(|week| week.days).max().unwrap_or_default());
        Self {
            most,
            name: year.name.clone(),
            url: year.url.clone(),
            months,
            days: written.len(),
            words: year.words,
        }
    }
}

/// A month that has no weeks yet.
fn month(first: Date, written: &BTreeMap<Date, usize>) -> StripMonth {
    let of_month = || written.range(first..=first.last_of_month());
    let (days, words) = (of_month().count(), of_month().map(|(_, words)| words).sum());
    let label = format!(
        "{}: {days} {} written, {} {}",
        first.strftime("%B"),
        if days == 1 { "day" } else { "days" },
        grouped(words),
        if words == 1 { "word" } else { "words" },
    );
    StripMonth {
        name: first.strftime("%b").to_string(),
        url: (days > 0).then(|| month_page(first)),
        label,
        weeks: Vec::new(),
    }
}
